import * as tf from '@tensorflow/tfjs';
import { scalePixels } from '../data/preprocessing.js';
import type { FreezeOptions, FrozenNetwork } from './types.js';

/** Samples that go through the network together; always this many, so a row never depends on its neighbours' number. */
const BATCH = 32;

/** A frozen network in TensorFlow. Samples that wait while it computes go through it together. */
export function layerByLayer(model: tf.LayersModel, { pixels }: FreezeOptions): FrozenNetwork {
  const inputShape = model.inputs[0]!.shape.slice(1) as number[];
  const size = inputShape.reduce((a, b) => a * b, 1);
  const waiting: { row: Float32Array; resolve(values: Float32Array): void; reject(error: unknown): void }[] =
    [];
  let computing = false;

  async function computeAll(): Promise<void> {
    computing = true;
    while (waiting.length > 0) {
      await new Promise(setImmediate); // Whoever asks in this turn of the event loop comes along.
      const batch = waiting.splice(0, BATCH);
      try {
        const packed = new Float32Array(BATCH * size);
        batch.forEach(({ row }, i) => {
          packed.set(row, i * size);
        });
        const values = await predict(packed);
        const width = values.length / BATCH;
        batch.forEach(({ resolve }, i) => {
          resolve(values.slice(i * width, (i + 1) * width));
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    computing = false;
  }

  async function predict(packed: Float32Array): Promise<Float32Array> {
    const output = tf.tidy(() => model.predict(tf.tensor(packed, [BATCH, ...inputShape])) as tf.Tensor);
    const values = (await output.data()) as Float32Array;
    output.dispose();
    return values;
  }

  return {
    runtime: 'tensorflow',
    outputShape: model.outputs[0]!.shape.slice(1) as number[],
    run(values) {
      const row = pixels ? scalePixels(values as Uint8Array, pixels) : (values as Float32Array);
      return new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        if (!computing) void computeAll();
      });
    },
    dispose: async () => {},
  };
}
