import type * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { createRandom } from '../../random.js';
import { buildHead, resolveHead } from '../../training/head.js';
import { trainableNetwork } from '../../training/trainable-network.js';
import { layerByLayerTrainer } from '../../training/trainer.js';
import type { DenseLayerOptions } from '../../training/types.js';
import { compileTrainingStep } from '../compile-training-step.js';
import type { LearningOptions, StepBatch, UpdateRule } from '../types.js';

export const ROUNDING = 1e-5;
/** TensorFlow's fused Adam has 1 - 0.999 in float32, which is 1.3e-5 too small; the updates make up for it. */
const SECOND_MOMENT_ROUNDING = 3e-5;
/** Epsilon above the rounding of the gradients: below it, Adam makes whole steps of noise. */
export const ADAM: UpdateRule = { name: 'adam', epsilon: 1e-3 };

export interface Comparison extends Omit<LearningOptions, 'l2'> {
  suffix?: tf.LayersModel;
  head?: tf.LayersModel;
  l2?: number;
  steps?: number;
}

/** Trains the same network both ways. @returns the largest relative error by weight, average and slot. */
export async function compareTraining(comparison: Comparison): Promise<Map<string, number>> {
  const { suffix, head: given, steps = 10, l2 = 0, ...rest } = comparison;
  const options: LearningOptions = { ...rest, l2 };
  const head = given ?? headFor(suffix!.outputs[0]!.shape[1]!);
  const plainBatch = batchFor((suffix ?? head).inputs[0]!.shape.slice(1) as number[]);
  const batch = options.mixes ? withMixedRows(plainBatch) : plainBatch;
  const network = trainableNetwork(suffix, head);
  const compiled = await compileTrainingStep({ suffix, head, ...options });
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  const plain = layerByLayerTrainer(network, options);
  const errors = new Map<string, number>();
  for (let step = 1; step <= steps; step++) {
    const hold = options.accumulates && step % 3 !== 0;
    const update = options.accumulates ? Math.ceil(step / 3) : step;
    const schedule = { step: update, learningRate: suffix ? 1e-4 : 1e-3, dropoutSeed: step, hold };
    const expected = plain.step(batch, schedule);
    const received = compiled.step(batch, schedule);
    errors.set(`loss ${step}`, relativeError([received.loss], [expected.loss]));
    expect(received.correct).toBe(expected.correct);
  }
  const evaluated = [compiled.evaluate(batch).loss, plain.evaluate(batch).loss] as const;
  errors.set('evaluation', relativeError([evaluated[0]], [evaluated[1]]));
  const received = compiled.readBack();
  compiled.dispose();
  const expected = await plain.read();
  plain.dispose();
  for (const [i, { name }] of network.weights.entries()) {
    errors.set(name, relativeError(received.weights[i]!, expected.weights[i]!));
    if (!expected.averages) continue;
    errors.set(`average of ${name}`, relativeError(received.averages![i]!, expected.averages[i]!));
  }
  expect(Object.keys(received.slots)).toEqual(Object.keys(expected.slots));
  const learning = network.weights.filter(({ trainable }) => trainable);
  for (const [slot, values] of Object.entries(expected.slots)) {
    for (const [i, { name }] of learning.entries()) {
      errors.set(`${slot} of ${name}`, relativeError(received.slots[slot]![i]!, values[i]!));
    }
  }
  return errors;
}

export function expectSmall(errors: ReadonlyMap<string, number>): void {
  const allowed = (name: string) => (name.startsWith('v of ') ? SECOND_MOMENT_ROUNDING : ROUNDING);
  expect([...errors].filter(([name, error]) => !(error < allowed(name)))).toEqual([]);
}

/** Largest difference, relative to the largest value. */
export function relativeError(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  let size = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    size = Math.max(size, Math.abs(expected[i]!));
    difference = Math.max(difference, Math.abs(received[i]! - expected[i]!));
  }
  return difference === 0 ? 0 : difference / size;
}

export function headFor(features: number, dense: readonly DenseLayerOptions[] = []): tf.LayersModel {
  return buildHead(features, 3, resolveHead({ dropout: 0, dense }), 5);
}

function batchFor(shape: readonly number[], rows = 8): StepBatch {
  const random = createRandom(7, 'batch');
  const size = rows * shape.reduce((a, b) => a * b, 1);
  return {
    features: Float32Array.from({ length: size }, () => random.normal()),
    shape: [rows, ...shape],
    labels: Int32Array.from({ length: rows }, () => random.integer(3)),
  };
}

function withMixedRows(batch: StepBatch): StepBatch {
  const random = createRandom(7, 'mixed');
  const labels = batch.labels.map(() => random.integer(3));
  return { ...batch, mixed: { labels, shares: Float32Array.from(labels, () => random.next()) } };
}
