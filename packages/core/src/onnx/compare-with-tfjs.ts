import * as tf from '@tensorflow/tfjs';
import { weightsOf } from '../network/weights.js';
import { createRandom } from '../random.js';
import { type ExportOnnxOptions, exportOnnx } from './export-onnx.js';
import { createSession } from './session.js';

/**
 * For tests: random weights for every variable of the network, batch norm's statistics included, of a size that keeps
 * signals as large through ReLUs (He et al. 2015). Large kernels repeat themselves after a prime number of values, because
 * drawing millions takes seconds.
 */
export function drawWeights(model: tf.LayersModel): void {
  for (const { name, shape, variable } of weightsOf(model)) {
    const random = createRandom('weights', name);
    const spread = name.endsWith('kernel') ? Math.sqrt(2 / fanIn(name, shape)) : 0.1;
    const positive = /(gamma|variance)$/.test(name);
    const draw = () => (positive ? 0.5 + random.next() : random.normal() * spread);
    const drawn = Array.from({ length: Math.min(sizeOf(shape), 4099) }, draw);
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) values[i] = drawn[i % drawn.length]!;
    const value = tf.tensor(values, shape as number[]);
    variable.assign(value);
    value.dispose();
  }
}

/** Inputs that one output value is summed from. */
function fanIn(name: string, shape: readonly number[]): number {
  return sizeOf(name.endsWith('depthwise_kernel') ? shape.slice(0, 2) : shape.slice(0, -1));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** For tests: layers one after another as a functional model. A side of null is left open. */
export function chain(
  shape: (number | null)[],
  ...layers: { apply(input: tf.SymbolicTensor): unknown }[]
): tf.LayersModel {
  const input = tf.input({ shape });
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  return tf.model({ inputs: input, outputs: output });
}

/**
 * For tests: runs a network in tfjs and in ONNX Runtime on the same random samples.
 *
 * @returns the largest difference of two outputs, relative to the largest output.
 */
export async function differenceFromTfjs(
  model: tf.LayersModel,
  { batch = 2, options }: { batch?: number; options?: ExportOnnxOptions } = {},
): Promise<number> {
  const sides = model.inputs[0]!.shape.slice(1) as number[];
  const random = createRandom('input');
  const input = Float32Array.from({ length: batch * sizeOf(sides) }, () => random.normal());
  const expected = tf.tidy(() =>
    (model.predict(tf.tensor(input, [batch, ...sides])) as tf.Tensor).dataSync<'float32'>(),
  );

  const session = await createSession(await exportOnnx(model, options), { threads: 1 });
  const received = await session.run(input, batch);
  await session.dispose();
  return relativeDifference(received, expected);
}

/** @returns infinity where the lengths differ or a value is not a number. */
export function relativeDifference(received: Float32Array, expected: Float32Array): number {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [worst, largest] = [0, 0];
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs(value - received[i]!);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(value));
  }
  return largest === 0 ? worst : worst / largest;
}
