import { expectNoLeakedTensors } from '@graft/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { mapFeatures } from './map-features.js';

beforeAll(async () => {
  await startEngine();
});

const COUNT = 300;
const { features, labels } = clusters(COUNT, 64, 4);

describe('the map of features', () => {
  test('keeps vectors of a cluster together, which the first two features do not', async () => {
    const map = await expectNoLeakedTensors(() => mapFeatures(features, COUNT));
    const twoFeatures = Float32Array.from(
      labels.flatMap((_, i) => [features[i * 64]!, features[i * 64 + 1]!]),
    );
    expect(sameNeighbour(twoFeatures, labels)).toBeLessThan(0.5);
    expect(sameNeighbour(map, labels)).toBeGreaterThan(0.95);
  });

  test('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = [
      await mapFeatures(features, COUNT, { seed: 1 }),
      await mapFeatures(features, COUNT, { seed: 1 }),
      await mapFeatures(features, COUNT, { seed: 2 }),
    ];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('fills the square from -1 to 1 along its longer axis', async () => {
    const map = await mapFeatures(features, COUNT);
    const axis = (offset: number) => labels.map((_, i) => map[2 * i + offset]!);
    const sides = [axis(0), axis(1)].map((values) => [Math.min(...values), Math.max(...values)]);
    expect(Math.max(...sides.map(([low, high]) => high! - low!))).toBeCloseTo(2, 5);
    for (const [low, high] of sides) expect(low).toBeCloseTo(-high!, 5);
  });

  test.each([0, 1, 3, 5, 16])('has a point for each of %i vectors', async (count) => {
    const map = await mapFeatures(features.subarray(0, count * 64), count);
    expect(map).toHaveLength(2 * count);
    expect(map.every(Number.isFinite)).toBe(true);
  });

  test('takes vectors that are all the same', async () => {
    const map = await mapFeatures(new Float32Array(40 * 8).fill(1), 40);
    expect(map.every(Number.isFinite)).toBe(true);
  });
});

/** Vectors around `classes` random centres, which lie closer together than one component tells. */
function clusters(count: number, size: number, classes: number) {
  const random = createRandom(7);
  const centres = Array.from({ length: classes * size }, () => random.normal());
  const labels = Array.from({ length: count }, (_, i) => i % classes);
  const features = Float32Array.from(
    { length: count * size },
    (_, i) => centres[labels[Math.floor(i / size)]! * size + (i % size)]! + random.normal(),
  );
  return { features, labels };
}

/** Part of the points whose nearest other point has their label. */
function sameNeighbour(points: Float32Array, labels: readonly number[]): number {
  const distance = (i: number, j: number) =>
    Math.hypot(points[2 * i]! - points[2 * j]!, points[2 * i + 1]! - points[2 * j + 1]!);
  const same = labels.filter((label, i) => {
    const others = [...labels.keys()].filter((j) => j !== i);
    const nearest = others.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
    return labels[nearest] === label;
  });
  return same.length / labels.length;
}
