import { expectNoLeakedTensors, uniform } from '@graft/testing';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import type { FeatureBlocks } from './baselines.js';
import { nearestNeighbours } from './nearest-neighbours.js';

beforeAll(async () => void (await startEngine()));

function inBlocks(data: Float32Array, featureSize: number, blockSize: number): FeatureBlocks {
  const length = data.length / featureSize;
  return {
    labels: { length },
    async *blocks() {
      for (let start = 0; start < length; start += blockSize) {
        const count = Math.min(blockSize, length - start);
        yield { count, data: data.slice(start * featureSize, (start + count) * featureSize) };
      }
    },
  };
}

const vectors = Float32Array.from(uniform('knn/train', 60 * 16));
const queries = Float32Array.from(uniform('knn/test', 45 * 16));

test.each([60, 7])('are those that scikit-learn finds, in blocks of %d', async (blockSize) => {
  const found = await expectNoLeakedTensors(() =>
    nearestNeighbours(inBlocks(vectors, 16, blockSize), queries, 45, 3),
  );
  // NearestNeighbors(metric='cosine') of scikit-learn 1.9.1.
  const positions = found.map((row) => row.map(({ position }) => position));
  expect([positions[0], positions[1], positions[44]]).toEqual([
    [59, 42, 58],
    [48, 43, 39],
    [29, 51, 6],
  ]);
  expect(found[0]![0]!.similarity).toBeCloseTo(0.9002707, 5);
});

test('the earlier of equal vectors comes first, and there are no more than there are vectors', async () => {
  const twice = inBlocks(Float32Array.of(1, 0, 2, 0, 0, 1), 2, 1);
  const [row] = await nearestNeighbours(twice, Float32Array.of(3, 0), 1, 5);
  expect(row!.map(({ position }) => position)).toEqual([0, 1, 2]);
});

test('of nothing are none', async () => {
  expect(await nearestNeighbours(inBlocks(vectors, 16, 60), new Float32Array(0), 0, 3)).toEqual([]);
});
