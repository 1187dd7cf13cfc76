import { createGraph, type GraphBuilder } from '../onnx/graph.js';
import { DATA_TYPE, type GraphProto, type ValueInfoProto } from '../onnx/proto/model-proto.js';
import { type FlatGraph, type FlatNode, inOrder, type Ref } from './flatten-graph.js';
import { foldConstants } from './fold-constants.js';
import type { TensorInfo } from './messages.js';
import type { Converters } from './operation.js';
import { ELEMENTWISE } from './operations/elementwise.js';
import { PRODUCTS } from './operations/products.js';
import { REDUCTIONS } from './operations/reductions.js';
import { RESIZING } from './operations/resizing.js';
import { SHAPES } from './operations/shapes.js';
import { SLICES } from './operations/slices.js';
import { WINDOWS } from './operations/windows.js';
import { type Kind, kindOf, readTensorProto, sidesOf } from './tensor.js';
import { plainName, type Value } from './value.js';
import type { Variables } from './variables.js';

const CONVERTERS: Converters = {
  ...ELEMENTWISE,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...RESIZING,
  ...SHAPES,
  ...SLICES,
  ...WINDOWS,
};

/** What stands for a variable, in TensorFlow 2 and 1. */
const VARIABLES = ['VarHandleOp', 'VariableV2', 'Variable'];

export interface GraphEnds {
  readonly input: { readonly ref: Ref; readonly info: TensorInfo };
  readonly output: Ref;
}

/**
 * TensorFlow's operations between a signature's input and an output of its graph, written in ONNX's.
 *
 * @throws an error that names the operation and what is wrong with it.
 */
export function convertGraph(
  flat: FlatGraph,
  { input, output }: GraphEnds,
  variables: Variables,
): GraphProto {
  const graph = createGraph();
  const values = new Map<string, readonly Value[]>();
  const read = ({ node, output: i }: Ref): Value => {
    const value = values.get(node)?.[i];
    if (!value) throw new Error(`output ${i} of the operation "${node}" is read, which it does not have`);
    return value;
  };
  const order = inOrder(flat, output.node);
  requireNoChance(order);
  const pictures = pictureInput(input.info, graph);
  for (const node of order) {
    if (node.name === input.ref.node) values.set(node.name, [pictures.value]);
    else values.set(node.name, outputsOf(node, flat, node.inputs.map(read), graph, variables));
  }
  const result = read(output);
  if (result.constant || result === pictures.value) {
    throw new Error('its output does not depend on its input');
  }
  const scope = graph.scope(output.node);
  const name = plainName(result, scope);
  return graph.finish('network', pictures.info, endInfo(output.node, DATA_TYPE.float), name);
}

function outputsOf(
  { name, op, attr, inputs: refs }: FlatNode,
  { nodes }: FlatGraph,
  inputs: readonly Value[],
  graph: GraphBuilder,
  variables: Variables,
): readonly Value[] {
  if (VARIABLES.includes(op)) return [{ constant: variables({ name, op, attr, inputs: refs }) }];
  if (op === 'Placeholder') refuse('it is another input, which has no value here');
  const constants = inputs.flatMap(({ constant }) => constant ?? []);
  try {
    if (op === 'Const') {
      return [{ constant: readTensorProto(attr.value?.tensor ?? refuse('it has no value')) }];
    }
    if (constants.length === inputs.length) {
      const folded = foldConstants(op, constants, attr);
      if (folded) return [{ constant: folded }];
    }
    const shapeOf = (i: number) => {
      const { node, output } = refs[i]!;
      return sidesOf(nodes.get(node)?.attr._output_shapes?.list?.shape[output]);
    };
    const converter = CONVERTERS[op] ?? refuse('it is not known here');
    const outputs = converter({ op, inputs, attr, scope: graph.scope(name), shapeOf, refuse });
    const isSpaced = inputs.some(({ spaced }) => spaced) && op !== 'BatchToSpaceND';
    if (isSpaced && !outputs.every(({ spaced }) => spaced)) refuse('it stands inside a dilated convolution');
    return outputs;
  } catch (cause) {
    if (cause instanceof ConversionError) throw cause;
    return refuse((cause as Error).message, cause);
  }

  function refuse(why: string, cause?: unknown): never {
    throw new ConversionError(`its operation "${name}" (${op}) cannot be written in ONNX: ${why}`, { cause });
  }
}

/** Keras 3 exports layers for augmentation as they are while training: TensorFlow too gives another answer each time. */
function requireNoChance(order: readonly FlatNode[]): void {
  const random = order.find(({ op }) => /^(Stateless)?Random/.test(op));
  if (!random) return;
  throw new Error(
    `its operation "${random.name}" (${random.op}) draws random numbers. Export the model without dropout and augmentation`,
  );
}

/** An operation that is fine and cannot be converted, as opposed to a file that is damaged. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
}

/** Floats of all sizes are given as float32, whole numbers as bytes. */
function pictureInput({ name = '', dtype, tensorShape }: TensorInfo, graph: GraphBuilder) {
  const kind: Kind | undefined = kindOf(dtype);
  if (kind !== 'float' && kind !== 'integer') {
    throw new Error(`it takes TensorFlow type ${dtype}; expected pictures as numbers`);
  }
  const input = name.replace(/:0$/, '');
  const info = endInfo(input, kind === 'float' ? DATA_TYPE.float : DATA_TYPE.uint8, sidesOf(tensorShape));
  if (kind === 'float') return { info, value: { plain: input } };
  const scope = graph.scope(input);
  return { info, value: { plain: scope.node('Cast', [input], { to: { type: 2, i: DATA_TYPE.int64 } }) } };
}

function endInfo(name: string, elemType: number, sides?: readonly number[]): ValueInfoProto {
  const dim = sides?.map((side) => (side < 0 ? {} : { dimValue: side }));
  return { name, type: { tensorType: { elemType, shape: dim && { dim } } } } as ValueInfoProto;
}
