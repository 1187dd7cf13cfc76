import type { Pooling } from '../network/with-layers.js';
import { keepPaddingOfMaxPools } from '../onnx/padded-max-pools.js';
import {
  ATTRIBUTE_TYPE,
  type AttributeProto,
  DATA_TYPE,
  encodeModel,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from '../onnx/proto/model-proto.js';
import type { FeatureEnd, PictureEnd } from './onnx-ends.js';

/** How the tensor of features is laid out, once it is known. */
export interface FeatureLayout {
  /** Of the tensor, the batch included. */
  readonly rank: number;
  /** Length of the vector that the pooling makes of it. */
  readonly length: number;
  readonly pooling: Pooling;
}

/** Names that no other exporter gives. */
const INPUT = 'graft:input';
const OUTPUT = 'graft:output';

/**
 * A file of somebody else's as the frozen part of a model: float32 pictures `[batch, side, side, 3]` in, pooled features
 * `[batch, length]` out. Everything between computes what it did (see `keepPaddingOfMaxPools`). What is added exists in every
 * version of ONNX's operators.
 *
 * @param layout undefined gives the features as they are, to look at their shape.
 */
export function adaptOnnx(
  model: ModelProto,
  input: PictureEnd,
  { name: features, classifier }: FeatureEnd,
  side: number,
  layout?: FeatureLayout,
): Uint8Array {
  const graph = keepPaddingOfMaxPools(model.graph);
  const left = new Set(classifier);
  const node = graph.node.filter((candidate) => !left.has(candidate));
  const before = chain(INPUT, input.name, [
    ...(input.layout === 'nchw' ? [operator('Transpose', [ints('perm', [0, 3, 1, 2])])] : []),
    operator('Cast', [int('to', input.elemType)]),
  ]);
  const asFloats = operator('Cast', [int('to', DATA_TYPE.float)]);
  const after = layout
    ? pooled(features, asFloats, input.layout, layout)
    : chain(features, OUTPUT, [asFloats]);
  const batch = input.single ? { dimValue: 1 } : { dimParam: 'batch' };
  const used = new Set(node.flatMap((one) => [...one.input, ...innerInputs(one)]));
  return encodeModel({
    ...model,
    metadataProps: [],
    graph: {
      ...graph,
      node: [...before, ...node, ...after],
      initializer: graph.initializer.filter(({ name }) => used.has(name)),
      input: [floats(INPUT, [batch, ...[side, side, 3].map((dimValue) => ({ dimValue }))])],
      output: [floats(OUTPUT, layout && [batch, { dimValue: layout.length }])],
      // Shapes that held for the file's own input may not hold for this one.
      ...{ valueInfo: [] },
    },
  });
}

function pooled(
  features: string,
  asFloats: Operator,
  inputLayout: PictureEnd['layout'],
  { rank, pooling }: FeatureLayout,
): NodeProto[] {
  const flat = operator('Flatten', [int('axis', 1)]);
  if (rank === 2) return chain(features, OUTPUT, [asFloats, flat]);
  // Channels are where the input has them; `[batch, positions, channels]` of transformers has them last.
  const isLast = rank === 3 || inputLayout === 'nhwc';
  if (pooling === 'flatten') {
    const toLast = rank === 4 && !isLast ? [operator('Transpose', [ints('perm', [0, 2, 3, 1])])] : [];
    return chain(features, OUTPUT, [asFloats, ...toLast, flat]);
  }
  const perm = rank === 3 ? [0, 2, 1] : [0, 3, 1, 2];
  const toFirst = isLast ? [operator('Transpose', [ints('perm', perm)])] : [];
  const start = chain(features, 'graft:map', [asFloats, ...toFirst]);
  const pool = (opType: string, to: string) => chain('graft:map', to, [operator(opType), flat]);
  if (pooling === 'average') return [...start, ...pool('GlobalAveragePool', OUTPUT)];
  if (pooling === 'max') return [...start, ...pool('GlobalMaxPool', OUTPUT)];
  return [
    ...start,
    ...pool('GlobalAveragePool', 'graft:average'),
    ...pool('GlobalMaxPool', 'graft:max'),
    {
      ...operator('Concat', [int('axis', 1)]),
      name: 'graft:both',
      input: ['graft:average', 'graft:max'],
      output: [OUTPUT],
    },
  ];
}

type Operator = Pick<NodeProto, 'opType' | 'attribute'>;

function operator(opType: string, attribute: AttributeProto[] = []): Operator {
  return { opType, attribute };
}

/** Operators one after the other between two tensors. */
function chain(from: string, to: string, operators: readonly Operator[]): NodeProto[] {
  const place = (i: number) => (i === 0 ? from : i === operators.length ? to : `graft:${from}>${to}:${i}`);
  return operators.map((one, i) => ({
    ...one,
    name: `graft:${to}:${one.opType}`,
    input: [place(i)],
    output: [place(i + 1)],
  }));
}

/** Tensors from outside that the branches and loops of a node read. */
function innerInputs(node: NodeProto): string[] {
  const attributes = node.attribute as (AttributeProto & { g?: ModelProto['graph'] })[];
  return attributes.flatMap(({ g }) =>
    g
      ? [...g.output.map(({ name }) => name), ...g.node.flatMap((one) => [...one.input, ...innerInputs(one)])]
      : [],
  );
}

function int(name: string, value: number): AttributeProto {
  return { name, type: ATTRIBUTE_TYPE.int, i: value };
}

function ints(name: string, values: number[]): AttributeProto {
  return { name, type: ATTRIBUTE_TYPE.ints, ints: values };
}

function floats(name: string, dim: { dimValue?: number; dimParam?: string }[] | undefined): ValueInfoProto {
  const shape = dim && { dim };
  return { name, type: { tensorType: { elemType: DATA_TYPE.float, shape } } } as ValueInfoProto;
}
