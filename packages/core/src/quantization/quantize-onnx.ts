import { int } from '../onnx/graph.js';
import {
  DATA_TYPE,
  decodeModel,
  encodeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from '../onnx/proto/model-proto.js';
import { quantizeBias, quantizeKernel, stepsFor, type UnsignedSteps } from './linear-quantization.js';
import type { Range } from './observe-ranges.js';
import { KERNEL_AXIS, planQuantization, type QuantizationPlan } from './plan.js';

/** The tensors of a network whose ranges `quantizeOnnx` needs. */
export function tensorsToObserve(file: Uint8Array): string[] {
  return [...new Set(planQuantization(decodeModel(file).graph).activations.values())];
}

/**
 * Rounds a network to 8 bits, in the form of pairs of QuantizeLinear and DequantizeLinear, which every ONNX runtime
 * understands and ONNX Runtime turns into integer kernels: activations unsigned with a scale and a zero point, kernels signed
 * with a scale per channel, biases in 32 bits. The same file and ranges give the same bytes.
 *
 * @param file of `exportOnnx`, weights in float32.
 * @param ranges of `tensorsToObserve`.
 */
export function quantizeOnnx(file: Uint8Array, ranges: ReadonlyMap<string, Range>): Uint8Array {
  const model = decodeModel(file);
  const { graph } = model;
  const plan = planQuantization(graph);
  const steps = new Map(
    [...plan.activations].map(([tensor, sharing]) => [tensor, stepsFor(ranges.get(sharing)!)]),
  );
  const parts = [...integerWeights(graph, plan, steps), ...roundedTensors(steps)];
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
): Part[] {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return products.flatMap(({ input: [x, kernelName, biasName], opType }) => {
    const [kernel, bias] = [constants.get(kernelName!)!, constants.get(biasName ?? '')];
    const axis = KERNEL_AXIS[opType]!;
    const { scale } = steps.get(x!)!;
    const biasData = bias && floatsOf(bias);
    const { values, scales } = quantizeKernel(
      { shape: kernel.dims, data: floatsOf(kernel) },
      axis,
      biasData,
      scale,
    );
    const parts = [integerConstant(kernel, values, scales, axis)];
    if (biasData) {
      const integers = quantizeBias(biasData, scales, scale);
      parts.push(integerConstant(bias!, integers.values, integers.scales, 0));
    }
    return parts;
  });
}

/** In a constant's place, under its name: integers and the node that turns them back. */
function integerConstant(
  { name, dims }: TensorProto,
  values: Int8Array | Int32Array,
  scales: Float32Array,
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
