import type { WeightValue } from '../onnx/layer-records.js';
import type { Range } from './observe.js';

/** What an unsigned integer q of 8 bits stands for: (q - zeroPoint) * scale. */
export interface UnsignedSteps {
  /** > 0. */
  readonly scale: number;
  /** The integer of 0, in 0..255. */
  readonly zeroPoint: number;
}

/** So that the product of two scales, a bias's, is still a float32. */
const SMALLEST_SCALE = 1e-20;

/** Steps for values in a range, which is widened to hold 0, so that padding stays exact. */
export function stepsFor([min, max]: Range): UnsignedSteps {
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  const scale = high === low ? 1 : Math.max(SMALLEST_SCALE, roundedDown((high - low) / 255));
  return { scale, zeroPoint: Math.min(255, Math.round((0 - low) / scale)) };
}

/** As float32, and not beyond the range: ONNX Runtime drops a bound only where the steps end before it. */
function roundedDown(value: number): number {
  const nearest = Math.fround(value);
  return nearest <= value ? nearest : Math.fround(nearest * (1 - 2 ** -24));
}

/** Integers with a scale for each result: channels of a convolution, units of a dense layer. */
export interface SignedIntegers<T extends Int8Array | Int32Array> {
  readonly values: T;
  readonly scales: Float32Array;
}

/** A bias's integers, in steps as fine as those of the products, must fit into 32 bits. */
const BIAS_LIMIT = 2 ** 30;

/**
 * A kernel in 8 bits, symmetric, with a scale for each result: depthwise kernels, and batch norms folded into kernels, make
 * results of very different sizes.
 *
 * @param axis along which results lie. @param inputScale of what the kernel is multiplied with.
 */
export function quantizeKernel(
  { shape, data }: WeightValue,
  axis: number,
  bias: Float32Array | undefined,
  inputScale: number,
): SignedIntegers<Int8Array> {
  const results = shape[axis]!;
  const inner = innerSize(shape, axis);
  const largest = new Float64Array(results);
  forEachResult((result, start, end) => {
    let most = largest[result]!;
    for (let i = start; i < end; i++) most = Math.max(most, Math.abs(data[i]!));
    largest[result] = most;
  });
  const scales = Float32Array.from(largest, (value, result) => {
    const forBias = Math.abs(bias?.[result] ?? 0) / (inputScale * BIAS_LIMIT);
    return Math.max(value / 127, forBias, SMALLEST_SCALE);
  });
  const values = new Int8Array(data.length);
  forEachResult((result, start, end) => {
    const scale = scales[result]!;
    for (let i = start; i < end; i++) values[i] = Math.max(-127, Math.min(127, Math.round(data[i]! / scale)));
  });
  return { values, scales };

  /** Runs of weights that make the same result. */
  function forEachResult(visit: (result: number, start: number, end: number) => void): void {
    for (let run = 0; run * inner < data.length; run++) visit(run % results, run * inner, (run + 1) * inner);
  }
}

/** A bias in the steps of the sums that it is added to. */
export function quantizeBias(
  bias: Float32Array,
  kernelScales: Float32Array,
  inputScale: number,
): SignedIntegers<Int32Array> {
  const scales = kernelScales.map((scale) => scale * inputScale);
  return { values: Int32Array.from(bias, (value, i) => Math.round(value / scales[i]!)), scales };
}

/**
 * The bias that makes up, on average, for what rounding the kernel adds to a convolution's results: the rounding of each
 * weight times the mean of what it meets. Halves the error of small kernels on inputs that are never negative
 * (Nagel et al. 2019, Data-Free Quantization Through Weight Equalization and Bias Correction, section 4.2).
 *
 * @param kernel `[results, inputs per group, height, width]`. @param means of all the inputs' channels.
 */
export function correctBias(
  bias: Float32Array,
  { shape, data }: WeightValue,
  { values, scales }: SignedIntegers<Int8Array>,
  means: Float64Array,
): Float32Array {
  const [results, inputs] = shape as [number, number];
  const inner = innerSize(shape, 1);
  const resultsPerGroup = results / (means.length / inputs);
  return bias.map((value, result) => {
    const firstInput = Math.floor(result / resultsPerGroup) * inputs;
    const scale = scales[result]!;
    let at = result * inputs * inner;
    let added = 0;
    for (let i = 0; i < inputs; i++) {
      let rounding = 0;
      for (const end = at + inner; at < end; at++) rounding += values[at]! * scale - data[at]!;
      added += rounding * means[firstInput + i]!;
    }
    return value - added;
  });
}

function innerSize(shape: readonly number[], axis: number): number {
  return shape.slice(axis + 1).reduce((a, b) => a * b, 1);
}
