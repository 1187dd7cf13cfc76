import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../progress.js';
import { fetchWeights } from './fetch-weights.js';
import { CONTENT, FILE, MD5, publishFile, sendAll } from './test-data/published-file.js';

const published = publishFile();

describe('the first use', () => {
  test('downloads the file into the cache and reports the bytes', async () => {
    const events: ProgressEvent[] = [];

    const path = await fetchWeights(published.source(), { onProgress: (event) => events.push(event) });

    expect(path).toBe(join(published.cache, 'weights', FILE));
    expect(await readFile(path)).toEqual(CONTENT);
    expect(events[0]).toMatchObject({ type: 'stage', stage: 'weights' });
    expect(events.at(-1)).toMatchObject({ type: 'progress', done: CONTENT.length, total: CONTENT.length });
    expect(await readdir(dirname(path))).toEqual([FILE]);
  });

  test('is the only download: the next use reads the cache', async () => {
    await fetchWeights(published.source());
    await fetchWeights(published.source());

    expect(published.requests).toHaveLength(1);
  });

  test('is shared by all who ask at once', async () => {
    const paths = await Promise.all([
      fetchWeights(published.source()),
      fetchWeights(published.source()),
      fetchWeights(published.source()),
    ]);

    expect(new Set(paths).size).toBe(1);
    expect(published.requests).toHaveLength(1);
  });

  test('works where no hash is published', async () => {
    const path = await fetchWeights({ ...published.source(), hash: undefined });

    expect(await readFile(path)).toEqual(CONTENT);
  });
});

describe('a file that is not the published one', () => {
  test('is deleted and named with both hashes', async () => {
    published.answer = (_, response) => sendAll(response, Buffer.from('a captive portal'));

    await expect(fetchWeights(published.source())).rejects.toMatchObject({
      code: 'WEIGHTS_HASH_MISMATCH',
      message: expect.stringContaining(MD5),
    });
    expect(await readdir(join(published.cache, 'weights'))).toEqual([]);
  });

  test('is noticed in the cache, too, and left for its owner', async () => {
    await mkdir(join(published.cache, 'weights'));
    await writeFile(join(published.cache, 'weights', FILE), 'put here by hand');

    await expect(fetchWeights(published.source())).rejects.toMatchObject({ code: 'WEIGHTS_HASH_MISMATCH' });
    expect(await readdir(join(published.cache, 'weights'))).toEqual([FILE]);
  });

  test('is noticed by SHA-256 as well', async () => {
    const sha256 = createHash('sha256').update(CONTENT).digest('hex');
    await fetchWeights({ ...published.source(), hash: { algorithm: 'sha256', hex: sha256 } });

    const wrong = fetchWeights({ ...published.source(), hash: { algorithm: 'sha256', hex: '0'.repeat(64) } });
    await expect(wrong).rejects.toMatchObject({ code: 'WEIGHTS_HASH_MISMATCH' });
  });
});

describe('weights out of reach', () => {
  test('tell which file to put where, its hash, and the alternatives', async () => {
    published.answer = (_, response) => response.writeHead(404).end();

    const error = await fetchWeights(published.source()).catch((error: Error) => error);

    expect(error).toMatchObject({ code: 'WEIGHTS_UNREACHABLE' });
    expect(String(error)).toContain('404 Not Found');
    expect(String(error)).toContain(join(published.cache, 'weights', FILE));
    expect(String(error)).toContain(`md5 ${MD5}`);
    expect(String(error)).toContain('--weights FILE');
    expect(published.requests).toHaveLength(1);
  });

  test('say why nobody answered', async () => {
    const nobody = { ...published.source(), url: 'http://127.0.0.1:1/network.h5' };

    await expect(fetchWeights(nobody)).rejects.toThrow(/ECONNREFUSED|bad port/);
  });

  test('are not waited for forever', async () => {
    published.answer = () => {};

    await expect(fetchWeights(published.source(), { idleTimeoutMs: 20 })).rejects.toThrow(
      'sent nothing for 0.02 seconds',
    );
  });
});

describe('GRAFT_WEIGHTS_URL', () => {
  test('is a mirror, asked for the file name', async () => {
    process.env.GRAFT_WEIGHTS_URL = `${published.base}/mirror/`;

    await fetchWeights({ ...published.source(), url: 'http://127.0.0.1:1/official.h5' });

    expect(published.requests[0]!.url).toBe(`/mirror/${FILE}`);
  });

  test.each([
    ['a path', (folder: string) => folder],
    ['a file URL', (folder: string) => pathToFileURL(folder).href],
  ])('is a folder on this machine, given as %s and read in place', async (_, write) => {
    const folder = join(published.cache, 'my folder');
    process.env.GRAFT_WEIGHTS_URL = write(folder);
    await mkdir(folder);
    await writeFile(join(folder, FILE), CONTENT);

    expect(await fetchWeights(published.source())).toBe(join(folder, FILE));
    expect(published.requests).toHaveLength(0);
  });

  test('without the file is named', async () => {
    process.env.GRAFT_WEIGHTS_URL = join(published.cache, 'nothing');

    await expect(fetchWeights(published.source())).rejects.toMatchObject({
      code: 'WEIGHTS_UNREACHABLE',
      message: expect.stringContaining(join(published.cache, 'nothing', FILE)),
    });
  });
});
