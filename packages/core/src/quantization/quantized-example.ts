import type * as tf from '@tensorflow/tfjs';
import { exportOnnx } from '../onnx/export-onnx.js';
import { createSession } from '../onnx/session.js';
import { createRandom } from '../random.js';
import { type FeatureChange, featureChange } from './feature-change.js';
import { observe } from './observe.js';
import { quantizeOnnx } from './quantize-onnx.js';

/** For tests: a network as ONNX, and rounded with `samples` random ones. */
export async function quantizedExample(
  model: tf.LayersModel,
  samples = 4,
): Promise<{ float32: Uint8Array; int8: Uint8Array }> {
  const float32 = await exportOnnx(model);
  const observer = await observe(float32);
  await observer.run(randomSamples(model, samples, 'calibration'), samples);
  await observer.dispose();
  return { float32, int8: quantizeOnnx(float32, observer.statistics()) };
}

/** For tests: how far the int8 file's outputs on other samples are from the float32 file's. */
export async function changeByRounding(
  model: tf.LayersModel,
  { float32, int8 }: { float32: Uint8Array; int8: Uint8Array },
): Promise<FeatureChange> {
  const samples = 4;
  const rows = randomSamples(model, samples, 'comparison');
  const outputs: Float32Array[] = [];
  for (const file of [int8, float32]) {
    const session = await createSession(file, { threads: 1 });
    outputs.push(await session.run(rows, samples));
    await session.dispose();
  }
  return featureChange(outputs[0]!, outputs[1]!, samples);
}

function randomSamples(model: tf.LayersModel, samples: number, seed: string): Float32Array {
  const size = (model.inputs[0]!.shape.slice(1) as number[]).reduce((a, b) => a * b, 1);
  const random = createRandom(seed);
  return Float32Array.from({ length: samples * size }, () => random.normal());
}
