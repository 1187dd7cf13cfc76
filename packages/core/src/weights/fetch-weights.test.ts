import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../progress.js';
import { fetchWeights } from './fetch-weights.js';
import type { WeightsSource } from './types.js';

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
const MD5 = createHash('md5').update(CONTENT).digest('hex');
const FILE = 'network.h5';

let server: Server;
let base: string;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let cache: string;

beforeEach(async () => {
  requests = [];
  answer = sendRange;
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cache = await mkdtemp(join(tmpdir(), 'graft-fetch-'));
  process.env.GRAFT_CACHE = cache;
});

afterEach(async () => {
  delete process.env.GRAFT_CACHE;
  delete process.env.GRAFT_WEIGHTS_URL;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(cache, { recursive: true });
});

describe('the first use', () => {
  test('downloads the file into the cache and reports the bytes', async () => {
    const events: ProgressEvent[] = [];

    const path = await fetchWeights(source(), { onProgress: (event) => events.push(event) });

    expect(path).toBe(join(cache, 'weights', FILE));
    expect(await readFile(path)).toEqual(CONTENT);
    expect(events[0]).toMatchObject({ type: 'stage', stage: 'weights' });
    expect(events.at(-1)).toMatchObject({ type: 'progress', done: CONTENT.length, total: CONTENT.length });
    expect(await readdir(dirname(path))).toEqual([FILE]);
  });

  test('is the only download: the next use reads the cache', async () => {
    await fetchWeights(source());
    await fetchWeights(source());

    expect(requests).toHaveLength(1);
  });

  test('is shared by all who ask at once', async () => {
    const paths = await Promise.all([fetchWeights(source()), fetchWeights(source()), fetchWeights(source())]);

    expect(new Set(paths).size).toBe(1);
    expect(requests).toHaveLength(1);
  });

  test('works where no hash is published', async () => {
    const path = await fetchWeights({ ...source(), hash: undefined });

    expect(await readFile(path)).toEqual(CONTENT);
  });
});

describe('an interrupted download', () => {
  test('is taken up where the connection broke', async () => {
    answer = (request, response) =>
      requests.length === 1 ? sendThenBreak(response, 100_000) : sendRange(request, response);

    const path = await fetchWeights(source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('is continued by a later call after the server was gone', async () => {
    answer = (_, response) => sendThenBreak(response, 50_000);
    await expect(fetchWeights(source())).rejects.toMatchObject({ code: 'WEIGHTS_UNREACHABLE' });
    const before = requests.length;
    answer = sendRange;

    const path = await fetchWeights(source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests[before]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('is continued from what a killed process left behind', async () => {
    await leavePart(CONTENT.subarray(0, 123_456), await pidOfEndedProcess());

    const path = await fetchWeights(source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests[0]!.headers.range).toBe('bytes=123456-');
    expect(await readdir(dirname(path))).toEqual([FILE]);
  });

  test('leaves alone what a running process is writing', async () => {
    await leavePart(CONTENT.subarray(0, 10), process.ppid);

    const path = await fetchWeights(source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests[0]!.headers.range).toBeUndefined();
    expect(await readdir(dirname(path))).toHaveLength(2);
  });

  test('that had everything but the last step asks for nothing twice', async () => {
    await leavePart(CONTENT, process.pid);

    const path = await fetchWeights(source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests).toHaveLength(1);
  });

  test('with more than the file has starts again', async () => {
    await leavePart(Buffer.concat([CONTENT, CONTENT]), process.pid);

    expect(await readFile(await fetchWeights(source()))).toEqual(CONTENT);
  });

  test('starts again at a server that does not know ranges', async () => {
    await leavePart(CONTENT.subarray(0, 77_777), process.pid);
    answer = (_, response) => sendAll(response);

    expect(await readFile(await fetchWeights(source()))).toEqual(CONTENT);
  });

  test('stopped by the caller keeps what has arrived', async () => {
    const stop = new AbortController();
    answer = (_, response) => sendThenStall(response, 60_000);
    const fetching = fetchWeights(source(), {
      signal: stop.signal,
      onProgress: (event) => event.type === 'progress' && stop.abort(),
    });

    await expect(fetching).rejects.toMatchObject({ code: 'ABORTED' });
    const [part] = await readdir(join(cache, 'weights'));
    expect((await readFile(join(cache, 'weights', part!))).length).toBeGreaterThan(0);
  });
});

describe('a file that is not the published one', () => {
  test('is deleted and named with both hashes', async () => {
    answer = (_, response) => sendAll(response, Buffer.from('a captive portal'));

    await expect(fetchWeights(source())).rejects.toMatchObject({
      code: 'WEIGHTS_HASH_MISMATCH',
      message: expect.stringContaining(MD5),
    });
    expect(await readdir(join(cache, 'weights'))).toEqual([]);
  });

  test('is noticed in the cache, too, and left for its owner', async () => {
    await mkdir(join(cache, 'weights'));
    await writeFile(join(cache, 'weights', FILE), 'put here by hand');

    await expect(fetchWeights(source())).rejects.toMatchObject({ code: 'WEIGHTS_HASH_MISMATCH' });
    expect(await readdir(join(cache, 'weights'))).toEqual([FILE]);
  });

  test('is noticed by SHA-256 as well', async () => {
    const sha256 = createHash('sha256').update(CONTENT).digest('hex');
    await fetchWeights({ ...source(), hash: { algorithm: 'sha256', hex: sha256 } });

    const wrong = fetchWeights({ ...source(), hash: { algorithm: 'sha256', hex: '0'.repeat(64) } });
    await expect(wrong).rejects.toMatchObject({ code: 'WEIGHTS_HASH_MISMATCH' });
  });
});

describe('weights out of reach', () => {
  test('tell which file to put where, its hash, and the alternatives', async () => {
    answer = (_, response) => response.writeHead(404).end();

    const error = await fetchWeights(source()).catch((error: Error) => error);

    expect(error).toMatchObject({ code: 'WEIGHTS_UNREACHABLE' });
    expect(String(error)).toContain('404 Not Found');
    expect(String(error)).toContain(join(cache, 'weights', FILE));
    expect(String(error)).toContain(`md5 ${MD5}`);
    expect(String(error)).toContain('--weights FILE');
    expect(requests).toHaveLength(1);
  });

  test('say why nobody answered', async () => {
    const nobody = { ...source(), url: 'http://127.0.0.1:1/network.h5' };

    await expect(fetchWeights(nobody)).rejects.toThrow(/ECONNREFUSED|bad port/);
  });

  test('are not waited for forever', async () => {
    answer = () => {};

    await expect(fetchWeights(source(), { idleTimeoutMs: 20 })).rejects.toThrow(
      'sent nothing for 0.02 seconds',
    );
  });
});

describe('GRAFT_WEIGHTS_URL', () => {
  test('is a mirror, asked for the file name', async () => {
    process.env.GRAFT_WEIGHTS_URL = `${base}/mirror/`;

    await fetchWeights({ ...source(), url: 'http://127.0.0.1:1/official.h5' });

    expect(requests[0]!.url).toBe(`/mirror/${FILE}`);
  });

  test.each([
    ['a path', (folder: string) => folder],
    ['a file URL', (folder: string) => pathToFileURL(folder).href],
  ])('is a folder on this machine, given as %s and read in place', async (_, write) => {
    const folder = join(cache, 'my folder');
    process.env.GRAFT_WEIGHTS_URL = write(folder);
    await mkdir(folder);
    await writeFile(join(folder, FILE), CONTENT);

    expect(await fetchWeights(source())).toBe(join(folder, FILE));
    expect(requests).toHaveLength(0);
  });

  test('without the file is named', async () => {
    process.env.GRAFT_WEIGHTS_URL = join(cache, 'nothing');

    await expect(fetchWeights(source())).rejects.toMatchObject({
      code: 'WEIGHTS_UNREACHABLE',
      message: expect.stringContaining(join(cache, 'nothing', FILE)),
    });
  });
});

function source(): WeightsSource {
  return {
    url: `${base}/keras/${FILE}`,
    fileName: FILE,
    hash: { algorithm: 'md5', hex: MD5 },
    licence: 'Apache-2.0',
  };
}

function sendAll(response: ServerResponse, content: Uint8Array = CONTENT) {
  response.writeHead(200, { 'content-length': content.length }).end(content);
}

function sendRange(request: IncomingMessage, response: ServerResponse) {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start === 0) return sendAll(response);
  if (start >= CONTENT.length) {
    return response.writeHead(416, { 'content-range': `bytes */${CONTENT.length}` }).end();
  }
  response.writeHead(206, {
    'content-length': CONTENT.length - start,
    'content-range': `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}`,
  });
  response.end(CONTENT.subarray(start));
}

function sendThenStall(response: ServerResponse, count: number, then: () => void = () => {}) {
  response.writeHead(200, { 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, count), then);
}

function sendThenBreak(response: ServerResponse, count: number) {
  // The client must have read something before the connection goes: data still under way would be lost with it.
  sendThenStall(response, count, () => setTimeout(() => response.destroy(), 50));
}

async function leavePart(content: Uint8Array, pid: number) {
  await mkdir(join(cache, 'weights'), { recursive: true });
  await writeFile(join(cache, 'weights', `${FILE}.${hostname()}-${pid}.part`), content);
}

async function pidOfEndedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid!;
}
