import type { GraphProto, NodeProto } from './proto/model-proto.js';

/**
 * Puts a step that changes nothing between padding and the max pool after it: ONNX Runtime 1.30 merges the two, which pads
 * with minus infinity where the file says zero and is another maximum where values are negative.
 *
 * A rewrite of the graph and no option of the session, so that a file that is passed on is right as well.
 */
export function keepPaddingOfMaxPools(graph: GraphProto): GraphProto {
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const node = graph.node.flatMap((pool) => {
    const [pictures] = pool.input;
    if (pool.opType !== 'MaxPool' || !isPadded(pictures!, makers)) return [pool];
    const kept = `graft:padded:${pool.output[0]}`;
    // The maximum of one tensor, which ONNX Runtime computes, while it removes an Identity.
    const copy = { name: kept, opType: 'Max', input: [pictures!], output: [kept], attribute: [] };
    return [copy, { ...pool, input: [kept] }];
  });
  return { ...graph, node };
}

/** What ONNX Runtime removes or moves out of the way, arithmetic with zeros and ones included. */
const NOT_BETWEEN = ['Identity', 'Dropout', 'Transpose', 'Cast', 'Add', 'Sub', 'Mul', 'Div'];

function isPadded(tensor: string, makers: ReadonlyMap<string, NodeProto>): boolean {
  const seen = new Set([tensor]);
  // A set gives what is added to it while it is read.
  for (const name of seen) {
    const maker = makers.get(name);
    if (maker?.opType === 'Pad') return true;
    if (maker && NOT_BETWEEN.includes(maker.opType)) for (const input of maker.input) seen.add(input);
  }
  return false;
}
