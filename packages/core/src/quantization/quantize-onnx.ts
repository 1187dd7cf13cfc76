import { int } from '../onnx/graph.js';
import {
  DATA_TYPE,
  decodeModel,
  encodeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from '../onnx/proto/model-proto.js';
import {
  correctBias,
  quantizeBias,
  quantizeKernel,
  type SignedIntegers,
  stepsFor,
  type UnsignedSteps,
} from './linear-quantization.js';
import type { Statistics } from './observe.js';
import { KERNEL_AXIS, planQuantization, type QuantizationPlan } from './plan.js';

/**
 * Rounds a network to 8 bits, in the form of pairs of QuantizeLinear and DequantizeLinear, which every ONNX runtime
 * understands and ONNX Runtime turns into integer kernels: activations unsigned with a scale and a zero point, kernels signed
 * with a scale per channel, biases in 32 bits. The same file and statistics give the same bytes.
 *
 *     const observer = await observe(file);
 *     await observer.run(rows, batch);
 *     const integers = quantizeOnnx(file, observer.statistics());
 *
 * @param file of `exportOnnx`, weights in float32.
 */
export function quantizeOnnx(file: Uint8Array, { ranges, means }: Statistics): Uint8Array {
  const model = decodeModel(file);
  const { graph } = model;
  const plan = planQuantization(graph);
  const steps = new Map(
    [...plan.activations].map(([tensor, sharing]) => [tensor, stepsFor(ranges.get(sharing)!)]),
  );
  const parts = [...integerWeights(graph, plan, steps, means), ...roundedTensors(steps)];
  return encodeModel({ ...model, graph: withParts(graph, parts, plan) });
}

/** Nodes and constants that give a tensor in integers' values. */
interface Part {
  readonly tensor: string;
  readonly nodes: readonly NodeProto[];
  readonly constants: readonly TensorProto[];
}

function integerWeights(
  graph: GraphProto,
  { products }: QuantizationPlan,
  steps: ReadonlyMap<string, UnsignedSteps>,
  means: Statistics['means'],
): Part[] {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return products.flatMap(({ input: [x, kernelName, biasName], opType }) => {
    const [kernel, bias] = [constants.get(kernelName!)!, constants.get(biasName ?? '')];
    const axis = KERNEL_AXIS[opType]!;
    const { scale } = steps.get(x!)!;
    const floats = { shape: kernel.dims, data: floatsOf(kernel) };
    const biasFloats = bias && floatsOf(bias);
    const integers = quantizeKernel(floats, axis, biasFloats, scale);
    const parts = [integerConstant(kernel, integers, axis)];
    if (biasFloats) {
      const inputMeans = means.get(x!);
      const corrected = inputMeans ? correctBias(biasFloats, floats, integers, inputMeans) : biasFloats;
      parts.push(integerConstant(bias!, quantizeBias(corrected, integers.scales, scale), 0));
    }
    return parts;
  });
}

/** In a constant's place, under its name: integers and the node that turns them back. */
function integerConstant(
  { name, dims }: TensorProto,
  { values, scales }: SignedIntegers<Int8Array | Int32Array>,
  axis: number,
): Part {
  const bytes = values instanceof Int8Array;
  const type = bytes ? DATA_TYPE.int8 : DATA_TYPE.int32;
  const zeros = bytes ? new Int8Array(scales.length) : new Int32Array(scales.length);
  const constants = [
    constant(`${name}/integers`, dims, type, values),
    constant(`${name}/scales`, [scales.length], DATA_TYPE.float, scales),
    constant(`${name}/zero_points`, [scales.length], type, zeros),
  ];
  const input = constants.map((stored) => stored.name);
  const attribute = [{ name: 'axis', ...int(axis) }];
  const node = {
    name: `${name}/DequantizeLinear`,
    opType: 'DequantizeLinear',
    input,
    output: [name],
    attribute,
  };
  return { tensor: name, nodes: [node], constants };
}

function roundedTensors(steps: ReadonlyMap<string, UnsignedSteps>): Part[] {
  return [...steps].map(([tensor, { scale, zeroPoint }]) => {
    const constants = [
      constant(`${tensor}/scale`, [], DATA_TYPE.float, Float32Array.of(scale)),
      constant(`${tensor}/zero_point`, [], DATA_TYPE.uint8, Uint8Array.of(zeroPoint)),
    ];
    const parameters = constants.map(({ name }) => name);
    const node = (opType: string, from: string, to: string) => ({
      name: `${tensor}/${opType}`,
      opType,
      input: [from, ...parameters],
      output: [to],
      attribute: [],
    });
    const integers = `${tensor}/integers`;
    const nodes = [
      node('QuantizeLinear', tensor, integers),
      node('DequantizeLinear', integers, roundedName(tensor)),
    ];
    return { tensor, nodes, constants };
  });
}

/** The graph with each part right after what it needs, as ONNX wants its nodes. */
function withParts(graph: GraphProto, parts: readonly Part[], { activations }: QuantizationPlan): GraphProto {
  const nodesFor = new Map(parts.map(({ tensor, nodes }) => [tensor, nodes]));
  const given = [...graph.initializer, ...graph.input].flatMap(({ name }) => nodesFor.get(name) ?? []);
  const read = (tensor: string) => (activations.has(tensor) ? roundedName(tensor) : tensor);
  const node = graph.node.flatMap((n) => [
    { ...n, input: n.input.map(read) },
    ...n.output.flatMap((tensor) => nodesFor.get(tensor) ?? []),
  ]);
  const kept = graph.initializer.filter(({ name }) => !nodesFor.has(name));
  return {
    ...graph,
    node: [...given, ...node],
    initializer: [...kept, ...parts.flatMap(({ constants }) => constants)],
  };
}

function roundedName(tensor: string): string {
  return `${tensor}/rounded`;
}

function constant(
  name: string,
  dims: readonly number[],
  dataType: number,
  { buffer, byteOffset, byteLength }: ArrayBufferView,
): TensorProto {
  return { name, dims: [...dims], dataType, rawData: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** A copy, because protobuf does not align what it holds. */
function floatsOf({ rawData }: TensorProto): Float32Array {
  return new Float32Array(new Uint8Array(rawData).buffer);
}
