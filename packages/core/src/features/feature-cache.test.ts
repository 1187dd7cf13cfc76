import { mkdtemp, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../hash.js';
import { type FeatureCacheOptions, openFeatureCache } from './feature-cache.js';

const NETWORK = sha256('network');
const temporaryCache = async (options?: FeatureCacheOptions) =>
  openFeatureCache(await mkdtemp(join(tmpdir(), 'graft-features-')), options);

async function filesOf(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
}

describe('the feature cache', () => {
  test('gives back exactly what was put in, also after a restart', async () => {
    const cache = await temporaryCache();
    const features = Float32Array.of(1.5, -0, Number.MIN_VALUE, 3e38);
    await cache.put(NETWORK, sha256('a'), features);
    const reopened = openFeatureCache(cache.folder);
    expect(await reopened.get(NETWORK, sha256('a'), 4)).toEqual(features);
  });

  test('keeps networks and samples apart', async () => {
    const cache = await temporaryCache();
    await cache.put(NETWORK, sha256('a'), Float32Array.of(1));
    expect(await cache.get(NETWORK, sha256('b'), 1)).toBeUndefined();
    expect(await cache.get(sha256('other network'), sha256('a'), 1)).toBeUndefined();
  });

  test('treats any damaged byte as a missing entry, which can be put again', async () => {
    const features = Float32Array.of(1, 2, 3);
    const { folder, ...writer } = await temporaryCache();
    await writer.put(NETWORK, sha256('a'), features);
    await writer.close();
    for (const path of await filesOf(folder)) {
      const intact = await readFile(path);
      for (let i = 0; i < intact.length; i++) {
        const damaged = Buffer.from(intact);
        damaged[i]! ^= 0x40;
        await writeFile(path, damaged);
        const cache = openFeatureCache(folder);
        expect(await cache.get(NETWORK, sha256('a'), 3), `byte ${i} of ${path}`).toBeUndefined();
        await cache.close();
      }
      await writeFile(path, intact);
    }
    const cache = openFeatureCache(folder);
    expect(await cache.get(NETWORK, sha256('a'), 3)).toEqual(features);
    const [rows] = (await filesOf(folder)).filter((path) => path.endsWith('.rows'));
    await truncate(rows!, 10);
    expect(await cache.get(NETWORK, sha256('a'), 3)).toBeUndefined();
    await cache.put(NETWORK, sha256('a'), features);
    expect(await cache.get(NETWORK, sha256('a'), 3)).toEqual(features);
    await cache.close();
  });

  test('stays within its bound by dropping what was used longest ago, other versions’ files among it', async () => {
    const { folder, ...first } = await temporaryCache();
    await writeFile(join(folder, 'from-an-earlier-version'), Buffer.alloc(500));
    await first.put(NETWORK, sha256('old'), new Float32Array(10));
    await first.close();
    for (const path of await filesOf(folder)) await utimes(path, 1000, 1000);
    const cache = openFeatureCache(folder, { maxBytes: 60 });
    await cache.put(NETWORK, sha256('new'), new Float32Array(10).fill(1));
    await cache.trim();
    await cache.close();
    const left = openFeatureCache(folder);
    expect(await left.get(NETWORK, sha256('old'), 10)).toBeUndefined();
    expect(await left.get(NETWORK, sha256('new'), 10)).toEqual(new Float32Array(10).fill(1));
    expect(await filesOf(folder)).toHaveLength(2);
    await left.close();
  });

  test('what a run has open stays readable to it when another drops it', async () => {
    const cache = await temporaryCache();
    await cache.put(NETWORK, sha256('a'), Float32Array.of(1));
    const other = openFeatureCache(cache.folder, { maxBytes: 0 });
    await other.trim();
    expect(await filesOf(cache.folder)).toEqual([]);
    expect(await cache.get(NETWORK, sha256('a'), 1)).toEqual(Float32Array.of(1));
    expect(await other.get(NETWORK, sha256('a'), 1)).toBeUndefined();
    await cache.close();
  });

  test('many writers of the same entry leave whole ones', async () => {
    const cache = await temporaryCache();
    const other = openFeatureCache(cache.folder);
    const features = new Float32Array(1000).fill(7);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? cache : other).put(NETWORK, sha256('a'), features)),
    );
    await Promise.all([cache.close(), other.close()]);
    expect(await cache.get(NETWORK, sha256('a'), 1000)).toEqual(features);
  });

  test('in float16 gives what a later run will read, and tells what rounding changed', async () => {
    const cache = await temporaryCache({ precision: 'float16' });
    const put = await cache.put(NETWORK, sha256('a'), Float32Array.of(2049, 0));
    expect(put).toEqual(Float32Array.of(2048, 0));
    await cache.put(NETWORK, sha256('b'), Float32Array.of(1, 2));

    const later = openFeatureCache(cache.folder, { precision: 'float16' });
    expect(await later.get(NETWORK, sha256('a'), 2)).toEqual(put);
    await later.get(NETWORK, sha256('b'), 2);
    for (const { rounding } of [cache, later]) {
      expect(rounding()).toEqual({
        precision: 'float16',
        relativeError: expect.closeTo(1 / 2049 / Math.SQRT2, 9),
        largestError: expect.closeTo(1 / 2049, 9),
      });
    }
  });

  test('keeps precisions apart', async () => {
    const halves = await temporaryCache({ precision: 'float16' });
    const whole = openFeatureCache(halves.folder);
    await halves.put(NETWORK, sha256('a'), Float32Array.of(1 / 3, 1));
    expect(await whole.get(NETWORK, sha256('a'), 2)).toBeUndefined();
    await whole.put(NETWORK, sha256('a'), Float32Array.of(1 / 3, 1));
    expect(await whole.get(NETWORK, sha256('a'), 2)).toEqual(Float32Array.of(1 / 3, 1));
    expect(await halves.get(NETWORK, sha256('a'), 2)).toEqual(Float32Array.of(0.333251953125, 1));
    expect(whole.rounding()).toBeUndefined();
  });
});
