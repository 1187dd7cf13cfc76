import { DATA_TYPE, type GraphProto, type NodeProto } from '../onnx/proto/model-proto.js';
import { type GraphIndex, indexGraph } from './graph-index.js';

/** What of a graph becomes 8-bit integers. */
export interface QuantizationPlan {
  /** Nodes that multiply with a constant kernel: convolutions and matrix products. */
  readonly products: readonly NodeProto[];
  /**
   * Tensors that are computed and then rounded to 8 bits, each with the tensor whose range it shares: what a maximum is taken
   * of has the same steps afterwards, so nothing is rounded twice.
   */
  readonly activations: ReadonlyMap<string, string>;
}

/** The kernel's axis along which results lie: each has a scale of its own. */
export const KERNEL_AXIS: Readonly<Record<string, number>> = { Conv: 0, Gemm: 1, MatMul: 1 };

/** Give nothing but values of their input. */
const CHOOSING = ['MaxPool'];
/** Round their result once more: worth it between two products, where they would otherwise leave the integers. */
const ROUNDING = ['Add', 'Concat', 'AveragePool', 'GlobalAveragePool'];
/** Vanish in the rounding after them, whose range ends where theirs does. */
const BOUNDING = ['Relu', 'Clip'];

/**
 * Chooses what ONNX Runtime computes in integers when it stands between two roundings: products, and what lies between
 * products. The last averages and sums, after which no product comes, stay in float32: their result is the features.
 */
export function planQuantization(graph: GraphProto): QuantizationPlan {
  const index = indexGraph(graph);
  const products = graph.node.filter((node) => isProduct(node, index));
  const beforeProducts = upstreamOf(products, index);
  const activations = new Map<string, string>();
  /** What integer nodes give. */
  const results = new Set<string>();

  const round = (tensor: string, sharing = tensor) => {
    if (!activations.has(tensor)) activations.set(tensor, activations.get(sharing) ?? sharing);
  };
  for (const node of graph.node) {
    const inputs = index.activationsOf(node);
    const choosing = CHOOSING.includes(node.opType);
    const isInteger =
      products.includes(node) ||
      (inputs.every((tensor) => results.has(tensor)) &&
        inputs.length === node.input.length &&
        (choosing || (ROUNDING.includes(node.opType) && beforeProducts.has(node))));
    if (!isInteger) continue;
    for (const tensor of inputs) round(tensor);
    const result = resultOf(node, index);
    results.add(result);
    if (choosing) round(result, inputs[0]);
    // A matrix product can give float32 from integers; a convolution cannot.
    else if (isRounded(node, result, index)) round(result);
  }
  return { products, activations };
}

function isProduct({ opType, input }: NodeProto, index: GraphIndex): boolean {
  const [x, kernel, bias] = input;
  return (
    opType in KERNEL_AXIS &&
    index.constant(x) === undefined &&
    index.constant(kernel)?.dataType === DATA_TYPE.float &&
    (bias === undefined || index.constant(bias) !== undefined)
  );
}

/** The tensor that a node gives, after the bound that only it is read by. */
function resultOf({ output: [tensor] }: NodeProto, index: GraphIndex): string {
  const [reader, ...others] = index.readersOf(tensor!);
  const bounded =
    reader && others.length === 0 && BOUNDING.includes(reader.opType) && !index.isOutput(tensor!);
  return bounded ? reader.output[0]! : tensor!;
}

function isRounded({ opType }: NodeProto, result: string, index: GraphIndex): boolean {
  return (
    !['Gemm', 'MatMul'].includes(opType) || index.readersOf(result).some((node) => isProduct(node, index))
  );
}

function upstreamOf(nodes: readonly NodeProto[], index: GraphIndex): Set<NodeProto> {
  const found = new Set<NodeProto>();
  const visit = (node: NodeProto) => {
    for (const tensor of index.activationsOf(node)) {
      const producer = index.producerOf(tensor);
      if (!producer || found.has(producer)) continue;
      found.add(producer);
      visit(producer);
    }
  };
  for (const node of nodes) visit(node);
  return found;
}
