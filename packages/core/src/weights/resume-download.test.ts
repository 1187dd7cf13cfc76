import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OnProgress } from '../progress.js';
import { fetchWeights } from './fetch-weights.js';
import { CONTENT, FILE, publishFile, sendAll, sendRange } from './test-data/published-file.js';

const published = publishFile();
let breakConnection = () => {};
const onProgress: OnProgress = (event) => event.type === 'progress' && breakConnection();

describe('an interrupted download', () => {
  test('is taken up where the connection broke', async () => {
    published.answer = (request, response) =>
      published.requests.length === 1 ? sendThenBreak(response, 100_000) : sendRange(request, response);

    const path = await fetchWeights(published.source(), { onProgress });

    expect(await readFile(path)).toEqual(CONTENT);
    expect(published.requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('is continued by a later call after the server was gone', async () => {
    published.answer = (_, response) => sendThenBreak(response, 50_000);
    await expect(fetchWeights(published.source(), { onProgress })).rejects.toMatchObject({
      code: 'WEIGHTS_UNREACHABLE',
    });
    const before = published.requests.length;
    published.answer = sendRange;

    const path = await fetchWeights(published.source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(published.requests[before]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('is continued from what a killed process left behind', async () => {
    await leavePart(CONTENT.subarray(0, 123_456), await pidOfEndedProcess());

    const path = await fetchWeights(published.source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(published.requests[0]!.headers.range).toBe('bytes=123456-');
    expect(await readdir(dirname(path))).toEqual([FILE]);
  });

  test('leaves alone what a running process is writing', async () => {
    await leavePart(CONTENT.subarray(0, 10), process.ppid);

    const path = await fetchWeights(published.source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(published.requests[0]!.headers.range).toBeUndefined();
    expect(await readdir(dirname(path))).toHaveLength(2);
  });

  test('that had everything but the last step asks for nothing twice', async () => {
    await leavePart(CONTENT, process.pid);

    const path = await fetchWeights(published.source());

    expect(await readFile(path)).toEqual(CONTENT);
    expect(published.requests).toHaveLength(1);
  });

  test('with more than the file has starts again', async () => {
    await leavePart(Buffer.concat([CONTENT, CONTENT]), process.pid);

    expect(await readFile(await fetchWeights(published.source()))).toEqual(CONTENT);
  });

  test('starts again at a server that does not know ranges', async () => {
    await leavePart(CONTENT.subarray(0, 77_777), process.pid);
    published.answer = (_, response) => sendAll(response);

    expect(await readFile(await fetchWeights(published.source()))).toEqual(CONTENT);
  });

  test('stopped by the caller keeps what has arrived', async () => {
    const stop = new AbortController();
    published.answer = (_, response) => sendThenStall(response, 60_000);
    const fetching = fetchWeights(published.source(), {
      signal: stop.signal,
      onProgress: (event) => event.type === 'progress' && stop.abort(),
    });

    await expect(fetching).rejects.toMatchObject({ code: 'ABORTED' });
    const [part] = await readdir(join(published.cache, 'weights'));
    expect((await readFile(join(published.cache, 'weights', part!))).length).toBeGreaterThan(0);
  });
});

function sendThenStall(response: ServerResponse, count: number) {
  response.writeHead(200, { 'content-length': CONTENT.length });
  response.write(CONTENT.subarray(0, count));
}

/** Breaks when the client tells that it has kept something: what is still under way is lost with the connection. */
function sendThenBreak(response: ServerResponse, count: number) {
  breakConnection = () => response.destroy();
  sendThenStall(response, count);
}

async function leavePart(content: Uint8Array, pid: number) {
  await mkdir(join(published.cache, 'weights'), { recursive: true });
  await writeFile(join(published.cache, 'weights', `${FILE}.${hostname()}-${pid}.part`), content);
}

async function pidOfEndedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid!;
}
