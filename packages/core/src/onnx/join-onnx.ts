import { decodeExactly, encodeModel, type GraphProto } from './proto/model-proto.js';

/**
 * `upper(lower(x))` as one file, of two that `exportOnnx` wrote.
 *
 * @param metadata of the whole, in place of what the two have.
 */
export function joinOnnx(
  lower: Uint8Array,
  upper: Uint8Array,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const [below, above] = [decodeExactly(lower), decodeExactly(upper)];
  const [joint, entry] = [below.graph.output[0]!.name, above.graph.input[0]!.name];
  // Both call their ends and what belongs to no layer the same.
  const first = renamed(below.graph, (name) => (name === joint ? 'features' : name));
  const second = renamed(above.graph, (name) => (name === entry ? 'features' : `trained:${name}`));
  const [output] = above.graph.output;
  return encodeModel({
    ...below,
    graph: {
      ...first,
      node: [
        ...first.node,
        ...second.node.map((node) => ({
          ...node,
          output: node.output.map((name) => (name === `trained:${output!.name}` ? output!.name : name)),
        })),
      ],
      initializer: [...first.initializer, ...second.initializer],
      output: [output!],
    },
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

/** Tensors and nodes under other names; an empty name leaves out an optional input. */
function renamed(graph: GraphProto, rename: (name: string) => string): GraphProto {
  const tensor = (name: string) => name && rename(name);
  return {
    ...graph,
    node: graph.node.map((node) => ({
      ...node,
      name: rename(node.name),
      input: node.input.map(tensor),
      output: node.output.map(tensor),
    })),
    initializer: graph.initializer.map((constant) => ({ ...constant, name: rename(constant.name) })),
  };
}
