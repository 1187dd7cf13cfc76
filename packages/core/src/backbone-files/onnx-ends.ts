import type { ModelProto, NodeProto, ValueInfoProto } from '../onnx/proto/model-proto.js';
import { refused } from './errors.js';

/** Where pictures enter a file of somebody else's. */
export interface PictureEnd {
  readonly name: string;
  /** An ONNX element type. */
  readonly elemType: number;
  readonly layout: 'nchw' | 'nhwc';
  /** Side of the square input; undefined where the file leaves it open. */
  readonly side: number | undefined;
  /** Whether the file takes exactly one picture at a time. */
  readonly single: boolean;
}

/** float, uint8, float16, double. */
const PICTURE_TYPES = [1, 2, 10, 11];

/** @throws BackboneError `BACKBONE_FILE` where the file does not take pictures. */
export function pictureEnd({ graph }: ModelProto, path: string): PictureEnd {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const [input] = inputs;
  const sides = input && sidesOf(input);
  if (inputs.length !== 1 || sides?.length !== 4) {
    const found = inputs.map((end) => `${end.name} [${sidesOf(end)?.map((side) => side ?? '?')}]`).join(', ');
    throw refused(path, `expected one input of rank 4, pictures; found ${found || 'none'}`);
  }
  const { elemType } = input!.type.tensorType;
  if (!PICTURE_TYPES.includes(elemType)) {
    throw refused(
      path,
      `expected an input of float32, float16, float64 or uint8; found ONNX type ${elemType}`,
    );
  }
  const layout = layoutOf(graph.node, input!.name, sides);
  const [height, width] = layout === 'nchw' ? sides.slice(2) : sides.slice(1, 3);
  const channels = layout === 'nchw' ? sides[1] : sides[3];
  if (height !== width || (channels !== undefined && channels !== 3)) {
    throw refused(
      path,
      `expected square pictures with three channels; found [${sides.map((side) => side ?? '?')}]`,
    );
  }
  return { name: input!.name, elemType, layout, side: height, single: sides[0] === 1 };
}

/** Operators that turn class scores into answers. */
const ANSWERS = ['Softmax', 'LogSoftmax', 'Sigmoid', 'Identity', 'Cast'];

export interface FeatureEnd {
  /** The tensor that is read as features. */
  readonly name: string;
  /** What came after it: a classifier that was left out. */
  readonly classifier: readonly NodeProto[];
}

/**
 * The tensor to read features from: the one asked for, else what the last dense layer reads where the file ends in one, else
 * the first output.
 *
 * @throws BackboneError `BACKBONE_FILE` where no node gives the tensor asked for.
 */
export function featureEnd({ graph }: ModelProto, asked: string | undefined, path: string): FeatureEnd {
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  if (asked !== undefined) {
    if (makers.has(asked)) return { name: asked, classifier: [] };
    const last = graph.node.slice(-8).flatMap(({ output }) => output);
    throw refused(path, `it has no tensor "${asked}". The last ones are ${last.join(', ')}`);
  }
  const output = graph.output[0]!.name;
  const constants = new Set([
    ...graph.initializer.map(({ name }) => name),
    ...graph.node.filter(({ opType }) => opType === 'Constant').flatMap((node) => node.output),
  ]);
  const classifier: NodeProto[] = [];
  let name = output;
  for (let node = makers.get(name); node; node = makers.get(name)) {
    const data = node.input.filter((input) => input && !constants.has(input));
    const isDense = ['Gemm', 'MatMul'].includes(node.opType) && data.length === 1;
    const isBias = node.opType === 'Add' && data.length === 1 && node.input.length === 2;
    if (!isDense && !isBias && !ANSWERS.includes(node.opType)) break;
    classifier.push(node);
    name = data[0]!;
    if (isDense) return { name, classifier };
  }
  return { name: output, classifier: [] };
}

/** @returns each side of a tensor, undefined where it is open; undefined for no tensor or an unknown rank. */
function sidesOf({ type }: ValueInfoProto): (number | undefined)[] | undefined {
  const shape = type?.tensorType?.shape as ValueInfoProto['type']['tensorType']['shape'] | undefined;
  return shape?.dim.map(({ dimValue }) => {
    const side = dimValue === undefined ? 0 : Number(String(dimValue));
    return side > 0 ? side : undefined;
  });
}

/** By the side that is 3; where none is, by whether the first thing done is to turn channels to the front. */
function layoutOf(
  nodes: readonly NodeProto[],
  input: string,
  sides: readonly (number | undefined)[],
): PictureEnd['layout'] {
  if (sides[1] === 3) return 'nchw';
  if (sides[3] === 3) return 'nhwc';
  return nodes.find((node) => node.input.includes(input))?.opType === 'Transpose' ? 'nhwc' : 'nchw';
}
