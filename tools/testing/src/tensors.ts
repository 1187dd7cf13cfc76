import * as tf from '@tensorflow/tfjs';

/** Runs `body` and fails when it leaves tensors behind. Warm up anything that allocates once before calling. */
export async function expectNoLeakedTensors<T>(body: () => T | Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await body();
  const leaked = tf.memory().numTensors - before;
  if (leaked !== 0) throw new Error(`Expected no leaked tensors, but ${leaked} were left behind.`);
  return result;
}
