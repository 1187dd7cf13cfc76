import { createSession } from '../onnx/session.js';
import { type Measurement, withMeasurements } from './measurements.js';

/** Smallest and largest value of a tensor. */
export type Range = readonly [min: number, max: number];

/** What `quantizeOnnx` has to know of a network's tensors on real samples. */
export interface Statistics {
  readonly ranges: ReadonlyMap<string, Range>;
  /** Of every channel of what convolutions read. */
  readonly means: ReadonlyMap<string, Float64Array>;
}

/** A network in float32 that remembers what its tensors were like. */
export interface Observer {
  /** @param rows `batch` samples, row-major. @returns the network's outputs, row-major. */
  run(rows: Float32Array, batch: number): Promise<Float32Array>;
  /** Over all samples so far. */
  statistics(): Statistics;
  dispose(): Promise<void>;
}

/**
 * Compiles an ONNX network with more to do: bounds and means of its tensors, found where they are, since copying the tensors
 * out would take longer than computing them.
 *
 * @throws EngineError as `createSession` does.
 */
export async function observe(file: Uint8Array): Promise<Observer> {
  const { file: measuring, measurements } = withMeasurements(file);
  const session = await createSession(measuring);
  const measured = measurements.reduce((sum, { width }) => sum + width, 0);
  const ranges = new Map<string, Range>();
  const sums = new Map<string, Float64Array>();
  let samples = 0;

  return {
    async run(rows, batch) {
      const values = await session.run(rows, batch);
      const width = values.length / batch;
      const outputs = new Float32Array(batch * (width - measured));
      for (let i = 0; i < batch; i++) {
        const row = values.subarray(i * width, (i + 1) * width);
        remember(row, measurements, ranges, sums);
        outputs.set(row.subarray(measured), i * (width - measured));
      }
      samples += batch;
      return outputs;
    },
    statistics: () => ({
      ranges: new Map(ranges),
      means: new Map([...sums].map(([tensor, sum]) => [tensor, sum.map((value) => value / samples)])),
    }),
    dispose: () => session.dispose(),
  };
}

/** Adds one sample's row of measurements to what is known. */
function remember(
  row: Float32Array,
  measurements: readonly Measurement[],
  ranges: Map<string, Range>,
  sums: Map<string, Float64Array>,
): void {
  let at = 0;
  for (const { tensor, kind, width } of measurements) {
    if (kind === 'range') {
      const [min, max] = ranges.get(tensor) ?? [row[at]!, row[at + 1]!];
      ranges.set(tensor, [Math.min(min, row[at]!), Math.max(max, row[at + 1]!)]);
    } else {
      const sum = sums.get(tensor) ?? new Float64Array(width);
      for (let c = 0; c < width; c++) sum[c]! += row[at + c]!;
      sums.set(tensor, sum);
    }
    at += width;
  }
}
