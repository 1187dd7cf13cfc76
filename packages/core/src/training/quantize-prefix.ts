import type * as tf from '@tensorflow/tfjs';
import { type PixelScaling, scalePixels } from '../data/preprocessing.js';
import type { Sample } from '../data/types.js';
import { AbortedError, ImageError } from '../errors.js';
import type { FeatureSource } from '../features/feature-source.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import { observe } from '../quantization/observe.js';
import { quantizeOnnx } from '../quantization/quantize-onnx.js';

/** Samples that are observed together. */
const BATCH = 8;

/**
 * The frozen part in 8-bit integers, calibrated on samples that can be read.
 *
 * @param inputs what the network takes. @returns an ONNX file; the same network, samples and machine give the same bytes.
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER`; EngineError; ImageError when no sample can be decoded; AbortedError.
 */
export async function quantizePrefix(
  prefix: tf.LayersModel,
  inputs: FeatureSource,
  samples: readonly Sample[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const file = await exportOnnx(prefix);
  const observer = await observe(file);
  let seen = 0;
  try {
    for (let start = 0; start < samples.length; start += BATCH) {
      if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while calibrating the int8 network.');
      const batch = samples.slice(start, start + BATCH);
      const rows = (await Promise.all(batch.map((sample) => inputs.read(sample).catch(unreadable)))).filter(
        (row) => row !== undefined,
      );
      if (rows.length > 0) await observer.run(packed(rows), rows.length);
      seen += rows.length;
    }
    if (seen === 0) {
      throw new ImageError(
        'IMAGE_NONE',
        `None of the ${samples.length} files drawn for calibration could be decoded.`,
      );
    }
    return quantizeOnnx(file, observer.statistics());
  } finally {
    await observer.dispose();
  }
}

/** Decoded samples as float32. */
export function scaledSamples(pixels: FeatureSource<Uint8Array>, scaling: PixelScaling): FeatureSource {
  return { ...pixels, read: async (sample) => scalePixels(await pixels.read(sample), scaling) };
}

/** Left out here without a word: whoever collects the features names it. */
function unreadable(error: unknown): undefined {
  if (error instanceof ImageError) return undefined;
  throw error;
}

function packed(rows: readonly Float32Array[]): Float32Array {
  const size = rows[0]!.length;
  const values = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    values.set(row, i * size);
  });
  return values;
}
