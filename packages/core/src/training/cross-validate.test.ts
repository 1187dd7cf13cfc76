import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { crossValidatedAccuracy } from './cross-validate.js';

beforeAll(() => startEngine());

/** `count` points in a plane, classes in turn, around centres far apart or all around the same. */
function points(count: number, classes: number, distance: number) {
  const random = createRandom('points', distance);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const features = Float32Array.from({ length: 2 * count }, (_, i) => {
    const angle = (2 * Math.PI * labels[i >> 1]!) / classes;
    return distance * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + random.normal();
  });
  return { features, labels };
}

test('classes far apart are told apart by a head that has not seen them', async () => {
  const { features, labels } = points(60, 3, 20);
  expect(await crossValidatedAccuracy(features, labels, 3)).toBe(1);
});

test('what only memory could tell counts as chance', async () => {
  const { features, labels } = points(400, 2, 0);
  expect(await crossValidatedAccuracy(features, labels, 2)).toBeCloseTo(0.5, 0.8);
});

test('the size of features plays no part', async () => {
  const { features, labels } = points(60, 3, 1);
  const accuracy = await crossValidatedAccuracy(features, labels, 3);
  expect(
    await crossValidatedAccuracy(
      features.map((value) => value * 1024),
      labels,
      3,
    ),
  ).toBe(accuracy);
});

test('a class with a single sample is wrong in its only turn', async () => {
  const { features, labels } = points(11, 2, 20);
  labels[10] = 2;
  expect(await crossValidatedAccuracy(features, labels, 3)).toBeCloseTo(10 / 11, 6);
});
