import { int } from '../onnx/graph.js';
import { DATA_TYPE, decodeModel, encodeModel, type NodeProto } from '../onnx/proto/model-proto.js';
import { createSession } from '../onnx/session.js';

/** Smallest and largest value of a tensor. */
export type Range = readonly [min: number, max: number];

/** A network that tells of each sample what it gives and how large its tensors were on the way. */
export interface RangeObserver {
  /**
   * @param rows `batch` samples, row-major.
   * @returns of each sample, the range of each tensor in the order asked for, and its output.
   */
  run(rows: Float32Array, batch: number): Promise<{ ranges: Range[]; output: Float32Array }[]>;
  dispose(): Promise<void>;
}

/**
 * Compiles an ONNX network with one more thing to do: the least and the greatest value of some of its tensors, found where
 * they are, since copying them out would take longer than computing them.
 */
export async function observeRanges(file: Uint8Array, tensors: readonly string[]): Promise<RangeObserver> {
  const session = await createSession(withRanges(file, tensors));
  const bounds = 2 * tensors.length;
  return {
    async run(rows, batch) {
      const values = await session.run(rows, batch);
      const width = values.length / batch;
      return Array.from({ length: batch }, (_, i) => {
        const row = values.slice(i * width, (i + 1) * width);
        return {
          ranges: tensors.map((_, t): Range => [row[2 * t]!, row[2 * t + 1]!]),
          output: row.subarray(bounds),
        };
      });
    },
    dispose: () => session.dispose(),
  };
}

/** The network with one output `[batch, 2 * tensors + values of its own output]`: pairs of bounds, then what it gave before. */
function withRanges(file: Uint8Array, tensors: readonly string[]): Uint8Array {
  const model = decodeModel(file);
  const { graph } = model;
  const [output] = graph.output;
  const added: NodeProto[] = [];
  const node = (opType: string, input: string[], attribute: NodeProto['attribute']) => {
    const name = `observed/${opType}_${added.length}`;
    added.push({ name, opType, input, output: [name], attribute });
    return name;
  };
  const flat = (tensor: string) => node('Flatten', [tensor], [{ name: 'axis', ...int(1) }]);
  const bounds = tensors.flatMap((tensor) => {
    const values = flat(tensor);
    return ['ReduceMin', 'ReduceMax'].map((opType) =>
      node(opType, [values, 'observed/axes'], [{ name: 'keepdims', ...int(1) }]),
    );
  });
  const all = node('Concat', [...bounds, flat(output!.name)], [{ name: 'axis', ...int(1) }]);
  const axes = {
    name: 'observed/axes',
    dims: [1],
    dataType: DATA_TYPE.int64,
    rawData: new Uint8Array(BigInt64Array.of(1n).buffer),
  };
  const dim = [{ dimParam: 'batch' }, { dimParam: 'observed' }];
  return encodeModel({
    ...model,
    graph: {
      ...graph,
      node: [...graph.node, ...added],
      initializer: [...graph.initializer, axes],
      output: [{ name: all, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } }],
    },
  });
}
