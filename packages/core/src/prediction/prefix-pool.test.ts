import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../bundle/read-bundle.js';
import { loadDataset } from '../data/load-dataset.js';
import { memoryStorage } from '../storage/memory-storage.js';
import type { Storage } from '../storage/types.js';
import { drawSyntheticPictures } from '../training/synthetic-pictures.js';
import { train } from '../training/train.js';
import { loadModel } from './load-model.js';
import { createPrefixPool } from './prefix-pool.js';

const PLACES = ['models/a', 'models/b', 'models/c'];
let storage: Storage;
let path: string;
let prefixKey: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-pool-'));
  await drawSyntheticPictures(folder, 8);
  const dataset = await loadDataset(folder);
  path = dataset.splits.train[0]!.path;
  storage = memoryStorage();
  const backbone = { name: 'mobilenet', alpha: 0.25, inputSize: 64, weights: 'random' } as const;
  for (const [seed, place] of PLACES.entries()) {
    const result = await train({ dataset, backbone, featureCache: false, epochs: 1, seed });
    await result.save(storage, place);
    result.dispose();
  }
  prefixKey = `prefixes/${(await readManifest(storage, PLACES[0]!)).prefix.onnxSha256}.onnx`;
});

describe('models that share their frozen part', () => {
  test('read and hold it once, and answer as they do alone', async () => {
    const { counting, reads } = countReads(storage);
    const prefixes = createPrefixPool();
    const models = await Promise.all(PLACES.map((place) => loadModel(counting, place, { prefixes })));
    expect(reads.filter((key) => key.endsWith('.onnx') && key.startsWith('prefixes/'))).toEqual([prefixKey]);
    expect([prefixes.size, prefixes.bytes]).toEqual([1, (await storage.read(prefixKey)).length]);
    for (const [i, place] of PLACES.entries()) {
      const alone = await loadModel(storage, place);
      expect(await models[i]!.predict([path])).toEqual(await alone.predict([path]));
      expect(alone.bytes).toBe(models[i]!.bytes + prefixes.bytes);
      alone.dispose();
    }
    for (const model of models) model.dispose();
  });

  test('may compute it in threads apart, to the same answers, whatever comes together', async () => {
    const prefixes = createPrefixPool({ threads: true });
    const model = await loadModel(storage, PLACES[0]!, { prefixes });
    const alone = await loadModel(storage, PLACES[0]!);
    const [expected] = await alone.predict([path]);
    const calls = Array.from({ length: 20 }, (_, i) => model.predict(Array(1 + (i % 5)).fill(path)));
    for (const answers of await Promise.all(calls)) {
      for (const answer of answers) {
        expect(answer.map(({ label }) => label)).toEqual(expected!.map(({ label }) => label));
        expect(answer[0]!.probability).toBeCloseTo(expected![0]!.probability, 5);
      }
    }
    for (const each of [model, alone]) each.dispose();
  });

  test('free it with the last of them, however often each is disposed of', async () => {
    const prefixes = createPrefixPool();
    const [first, second] = [
      await loadModel(storage, PLACES[0]!, { prefixes }),
      await loadModel(storage, PLACES[1]!, { prefixes }),
    ];
    const expected = await second.predict([path]);
    first.dispose();
    first.dispose();
    expect(await second.predict([path])).toEqual(expected);
    second.dispose();
    expect([prefixes.size, prefixes.bytes]).toEqual([0, 0]);
    const again = await loadModel(storage, PLACES[1]!, { prefixes });
    expect(await again.predict([path])).toEqual(expected);
    again.dispose();
  });

  test('are all refused while it is damaged, and load once it is restored', async () => {
    const damaged = memoryStorage();
    for (const key of await storage.list()) await damaged.write(key, await storage.read(key));
    const whole = await storage.read(prefixKey);
    await damaged.write(prefixKey, whole.slice(0, -1));
    const prefixes = createPrefixPool();
    const loads = await Promise.allSettled(PLACES.map((place) => loadModel(damaged, place, { prefixes })));
    expect(loads).toMatchObject(PLACES.map(() => ({ reason: { code: 'BUNDLE_CHANGED' } })));
    expect(prefixes.size).toBe(0);
    await damaged.write(prefixKey, whole);
    (await loadModel(damaged, PLACES[0]!, { prefixes })).dispose();
  });
});

function countReads(storage: Storage): { counting: Storage; reads: string[] } {
  const reads: string[] = [];
  const read: Storage['read'] = (key, ...options) => {
    reads.push(key);
    return storage.read(key, ...options);
  };
  return { counting: { ...storage, read }, reads };
}
