import type { WeightValue } from '../onnx/layer-records.js';
import type { Range } from './observe-ranges.js';

/** What an integer q stands for: (q - zeroPoint) * scale. */
export interface UnsignedSteps {
  /** > 0. */
  readonly scale: number;
  /** The integer of 0, in 0..255. */
  readonly zeroPoint: number;
}

/** Steps of 8 unsigned bits for values in a range, which is widened to hold 0, so that padding stays exact. */
export function stepsFor([min, max]: Range): UnsignedSteps {
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  const scale = roundedDown((high - low) / 255) || 1;
  return { scale, zeroPoint: Math.round(-low / scale) };
}

/** As float32, and not beyond the range: ONNX Runtime drops a bound only where the steps end before it. */
function roundedDown(value: number): number {
  const nearest = Math.fround(value);
  return nearest <= value ? nearest : Math.fround(nearest * (1 - 2 ** -24));
}

export interface IntegerKernel {
  readonly values: Int8Array;
  /** One per result: channels of a convolution, units of a dense layer. */
  readonly scales: Float32Array;
}

/** What a bias asks of its kernel's scales: its integers, of steps as fine as the products', must fit into 31 bits. */
const BIAS_LIMIT = 2 ** 30;

/**
 * A kernel in 8 signed bits, symmetric, with a scale for each result: depthwise kernels and batch norms folded into kernels
 * make results of very different sizes.
 *
 * @param axis along which results lie.
 * @param inputScale of what the kernel is multiplied with.
 */
export function quantizeKernel(
  { shape, data }: WeightValue,
  axis: number,
  bias: Float32Array | undefined,
  inputScale: number,
): IntegerKernel {
  const results = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const resultOf = (i: number) => Math.floor(i / inner) % results;

  const largest = new Float64Array(results);
  for (let i = 0; i < data.length; i++) {
    const result = resultOf(i);
    largest[result] = Math.max(largest[result]!, Math.abs(data[i]!));
  }
  const scales = Float32Array.from(largest, (value, result) => {
    const forBias = Math.abs(bias?.[result] ?? 0) / (inputScale * BIAS_LIMIT);
    return Math.max(value / 127, forBias) || 1;
  });
  const values = new Int8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    values[i] = Math.max(-127, Math.min(127, Math.round(data[i]! / scales[resultOf(i)]!)));
  }
  return { values, scales };
}

/** A bias in the steps of the sums that it is added to. */
export function quantizeBias(bias: Float32Array, kernelScales: Float32Array, inputScale: number) {
  const scales = kernelScales.map((scale) => scale * inputScale);
  return { values: Int32Array.from(bias, (value, i) => Math.round(value / scales[i]!)), scales };
}
