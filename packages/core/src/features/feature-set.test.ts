import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../data/types.js';
import { ImageError } from '../errors.js';
import { sha256 } from '../hash.js';
import { createRandom } from '../random.js';
import { openFeatureCache } from './feature-cache.js';
import { collectFeatures } from './feature-set.js';
import { type FeatureSource, networkFeatures } from './feature-source.js';

const LENGTH = 64;
const samplesOf = (count: number): Sample[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${i}`,
    path: `/${i}`,
    label: i % 3,
    sha256: sha256(`${i}`),
  }));
const rowOf = (number: number) => Float32Array.from({ length: LENGTH }, (_, i) => number + i / LENGTH);
const network = { runtime: 'onnx', outputShape: [LENGTH], dispose: async () => {} } as const;
const temporaryCache = async (precision: 'float32' | 'float16' = 'float32') =>
  openFeatureCache(await mkdtemp(join(tmpdir(), 'graft-set-')), { precision });

describe('a set that is too large for memory', () => {
  test('computes each of 100,000 samples once, in whatever order its rows are read, and opens no file for a row', async () => {
    const cache = await temporaryCache();
    const samples = samplesOf(100_000);
    let computed = 0;
    const below: FeatureSource = { key: '', shape: [1], read: async ({ id }) => Float32Array.of(Number(id)) };
    const source = networkFeatures(
      below,
      {
        ...network,
        async run([number]) {
          computed++;
          return rowOf(number!);
        },
      },
      sha256('numbers'),
      cache,
    );
    const set = await collectFeatures(source, samples, { memoryBytes: 1e6 });
    const random = createRandom(1, 'order');
    for (let batch = 0; batch < 300; batch++) {
      const positions = Array.from({ length: 32 }, () => random.integer(samples.length));
      expect([...(await set.read(positions))]).toEqual(positions.flatMap((position) => [...rowOf(position)]));
    }
    expect(computed).toBe(samples.length);
    expect(await readdir(join(cache.folder, sha256('numbers').slice(0, 32)))).toHaveLength(2);
    await cache.close();
  });

  test('has the rows that one in memory has, those of samples that cannot be decoded left out of both', async () => {
    for (const precision of ['float32', 'float16'] as const) {
      const cache = await temporaryCache(precision);
      const below: FeatureSource = {
        key: 'numbers',
        shape: [LENGTH],
        async read(sample) {
          if (Number(sample.id) % 5 === 2) throw new ImageError('IMAGE_DAMAGED', `${sample.id} is damaged.`);
          return rowOf(Number(sample.id));
        },
      };
      const thirds = async (row: Float32Array | Uint8Array) => Float32Array.from(row, (value) => value / 3);
      const source = networkFeatures(below, { ...network, run: thirds }, sha256('thirds'), cache);
      const [inMemory, onDisk] = [
        await collectFeatures(source, samplesOf(40)),
        await collectFeatures(source, samplesOf(40), { memoryBytes: 0 }),
      ];
      const positions = [...inMemory.samples.keys()].reverse();
      expect(inMemory.samples).toHaveLength(32);
      expect(onDisk.samples).toEqual(inMemory.samples);
      expect(await onDisk.read(positions)).toEqual(await inMemory.read(positions));
      await cache.close();
    }
  });
});
