import * as tf from '@tensorflow/tfjs';
import { weightsOf } from '../network/weights.js';

/**
 * Starts a new head from an earlier one: hidden layers as they were, and of the last layer the columns of labels that both
 * know. Other labels keep their fresh start. Does nothing where the heads are built differently.
 *
 * @param earlier ends in the earlier head. @returns labels that were known.
 */
export async function keepHead(
  head: tf.LayersModel,
  labels: readonly string[],
  earlier: tf.LayersModel,
  earlierLabels: readonly string[],
): Promise<string[]> {
  const known = labels.filter((label) => earlierLabels.includes(label));
  const before = new Map(weightsOf(earlier).map((weight) => [weight.name, weight]));
  const pairs = weightsOf(head).map((weight) => ({ weight, old: before.get(weight.name) }));
  const fits = pairs.every(({ weight, old }) => {
    const perLabel = weight.name.startsWith('logits/');
    const rows = (shape: readonly number[]) => (perLabel ? shape.slice(0, -1) : shape).join();
    return old !== undefined && rows(old.shape) === rows(weight.shape);
  });
  if (!fits) return [];

  for (const { weight, old } of pairs) {
    const values = (await old!.variable.data()) as Float32Array;
    if (!weight.name.startsWith('logits/')) {
      assign(weight.variable, values);
      continue;
    }
    const merged = ((await weight.variable.data()) as Float32Array).slice();
    for (const label of known) {
      const [to, from] = [labels.indexOf(label), earlierLabels.indexOf(label)];
      for (let row = 0; row * labels.length < merged.length; row++) {
        merged[row * labels.length + to] = values[row * earlierLabels.length + from]!;
      }
    }
    assign(weight.variable, merged);
  }
  return known;
}

function assign(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}
