import type { GraphProto, NodeProto, TensorProto } from '../onnx/proto/model-proto.js';

/** A graph, looked up from its tensors. */
export interface GraphIndex {
  /** The node that gives a tensor; undefined for the graph's input and for constants. */
  producerOf(tensor: string): NodeProto | undefined;
  /** The nodes that read a tensor. */
  readersOf(tensor: string): readonly NodeProto[];
  constant(tensor: string | undefined): TensorProto | undefined;
  /** What a node reads that is computed rather than stored. */
  activationsOf(node: NodeProto): readonly string[];
  isOutput(tensor: string): boolean;
}

export function indexGraph({ node, initializer, output }: GraphProto): GraphIndex {
  const producers = new Map(node.flatMap((n) => n.output.map((tensor) => [tensor, n] as const)));
  const constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  const readers = new Map<string, NodeProto[]>();
  for (const n of node) {
    for (const tensor of new Set(n.input)) readers.set(tensor, [...(readers.get(tensor) ?? []), n]);
  }
  return {
    producerOf: (tensor) => producers.get(tensor),
    readersOf: (tensor) => readers.get(tensor) ?? [],
    constant: (tensor) => constants.get(tensor ?? ''),
    activationsOf: ({ input }) => input.filter((tensor) => tensor !== '' && !constants.has(tensor)),
    isOutput: (tensor) => output.some(({ name }) => name === tensor),
  };
}
