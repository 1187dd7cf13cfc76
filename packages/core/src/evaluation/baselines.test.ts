import { expectNoLeakedTensors, uniform } from '@graft/testing';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { type FeatureBlocks, majorityAccuracy, nearestNeighbourAccuracy } from './baselines.js';

describe('the majority baseline', () => {
  test('answers the most frequent training label', () => {
    expect(majorityAccuracy([0, 1, 1, 2], [1, 0, 1, 1])).toBe(0.75);
  });

  test('answers the lowest of equally frequent labels, whatever their order', () => {
    expect(majorityAccuracy([2, 1, 2, 1], [1, 1, 1, 2])).toBe(0.75);
    expect(majorityAccuracy(Int32Array.of(1, 2, 1, 2), Int32Array.of(1, 1, 1, 2))).toBe(0.75);
  });

  test('is never right about a label that was not seen in training', () => {
    expect(majorityAccuracy([3, 3], [0, 1, 2])).toBe(0);
  });

  test('is 0 of nothing', () => {
    expect(majorityAccuracy([0, 1], [])).toBe(0);
  });
});

/** Vectors served in blocks of a given size, to be read any number of times. */
function inBlocks(
  data: Float32Array,
  featureSize: number,
  labels: ArrayLike<number>,
  blockSize: number,
): FeatureBlocks {
  return {
    labels,
    async *blocks() {
      for (let start = 0; start < labels.length; start += blockSize) {
        const count = Math.min(blockSize, labels.length - start);
        yield { count, data: data.slice(start * featureSize, (start + count) * featureSize) };
      }
    },
  };
}

const SIZE = 16;

/** Uniform vectors; the label says whether the first number is larger than the second. */
function goldenVectors(name: string, count: number) {
  const data = Float32Array.from(uniform(name, count * SIZE));
  const labels = Array.from({ length: count }, (_, i) => Number(data[i * SIZE]! > data[i * SIZE + 1]!));
  return { data, labels };
}

describe('the nearest-neighbour baseline', () => {
  beforeAll(async () => void (await startEngine()));

  const train = goldenVectors('knn/train', 60);
  const test_ = goldenVectors('knn/test', 45);

  test.each([
    [60, 45],
    [7, 45],
    [60, 1],
    [13, 8],
  ])('reaches what scikit-learn reaches, in blocks of %d and %d', async (trainBlock, testBlock) => {
    const accuracy = await expectNoLeakedTensors(() =>
      nearestNeighbourAccuracy(
        inBlocks(train.data, SIZE, train.labels, trainBlock),
        inBlocks(test_.data, SIZE, test_.labels, testBlock),
      ),
    );
    // KNeighborsClassifier(1, metric='cosine', algorithm='brute') of scikit-learn 1.9.1; 36 of 45 with euclidean distance.
    expect(accuracy).toBe(35 / 45);
  });

  test('goes by direction, not by length', async () => {
    const train = inBlocks(Float32Array.of(100, 1, 0.1, 0.1), 2, [0, 1], 2);
    const test = inBlocks(Float32Array.of(1, 0, 50, 49), 2, [0, 1], 2);
    expect(await nearestNeighbourAccuracy(train, test)).toBe(1);
  });

  test('takes the first of training vectors that are the same up to length, in any blocks', async () => {
    const vector = fc.constantFrom([1, 0, 0], [0, 1, 0], [1, 2, 3], [0.1, 0.7, 0.3]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(vector, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (vectors, blockSize, scale) => {
          // Every training vector has a label of its own, so the label tells which one was taken.
          const labels = vectors.map((_, i) => i);
          const expected = vectors.map((vector) => vectors.indexOf(vector));
          const data = Float32Array.from(vectors.flat());
          const scaled = data.map((value) => value * scale);
          const accuracy = await nearestNeighbourAccuracy(
            inBlocks(scaled, 3, labels, blockSize),
            inBlocks(data, 3, expected, 5),
          );
          expect(accuracy).toBe(1);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('a vector of zeros is no nearer to one than to another', async () => {
    const train = inBlocks(Float32Array.of(0, 0, 1, 0), 2, [0, 1], 1);
    expect(await nearestNeighbourAccuracy(train, inBlocks(Float32Array.of(0, 0, 1, 0), 2, [0, 1], 2))).toBe(
      1,
    );
  });

  test('is 0 of nothing', async () => {
    const none = inBlocks(new Float32Array(0), SIZE, [], 8);
    expect(await nearestNeighbourAccuracy(inBlocks(train.data, SIZE, train.labels, 8), none)).toBe(0);
  });

  test('frees its tensors when reading the training vectors fails', async () => {
    const broken: FeatureBlocks = {
      labels: train.labels,
      async *blocks() {
        yield { count: 2, data: train.data.slice(0, 2 * SIZE) };
        throw new Error('disk gone');
      },
    };
    const whole = inBlocks(test_.data, SIZE, test_.labels, 45);
    await expectNoLeakedTensors(async () => {
      await expect(nearestNeighbourAccuracy(broken, whole)).rejects.toThrow('disk gone');
    });
  });
});
