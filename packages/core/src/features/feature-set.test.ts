import { mkdtemp } from 'node:fs/promises';
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
const rowOf = ({ id }: Sample) => Float32Array.from({ length: LENGTH }, (_, i) => Number(id) + i / LENGTH);
const temporaryCache = async (precision: 'float32' | 'float16' = 'float32') =>
  openFeatureCache(await mkdtemp(join(tmpdir(), 'graft-set-')), { precision });

describe('a set that is too large for memory', () => {
  test('asks for each of 100,000 samples once, however often and in whatever order its rows are read', async () => {
    const cache = await temporaryCache();
    const samples = samplesOf(100_000);
    let asked = 0;
    const source: FeatureSource = {
      key: 'numbers',
      shape: [LENGTH],
      async read(sample) {
        asked++;
        return rowOf(sample);
      },
      openRows: () => cache.openRows(LENGTH),
    };
    const set = await collectFeatures(source, samples, { memoryBytes: 1e6 });
    const random = createRandom(1, 'order');
    for (let batch = 0; batch < 300; batch++) {
      const positions = Array.from({ length: 32 }, () => random.integer(samples.length));
      const expected = positions.flatMap((position) => [...rowOf(samples[position]!)]);
      expect([...(await set.read(positions))]).toEqual(expected);
    }
    expect(asked).toBe(samples.length);
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
          return rowOf(sample);
        },
      };
      const network = {
        runtime: 'onnx',
        outputShape: [LENGTH],
        run: async (row: Float32Array | Uint8Array) => Float32Array.from(row, (value) => value / 3),
        dispose: async () => {},
      } as const;
      const source = networkFeatures(below, network, sha256('thirds'), cache);
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
