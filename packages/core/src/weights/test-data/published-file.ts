import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { WeightsSource } from '../types.js';

export const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
export const MD5 = createHash('md5').update(CONTENT).digest('hex');
export const FILE = 'network.h5';

export interface PublishedFile {
  /** Address of a real server on this machine. */
  base: string;
  requests: IncomingMessage[];
  /** How the server answers; knows ranges unless told otherwise. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Cache folder, empty at the start of every test. */
  cache: string;
  source(): WeightsSource;
}

/** Publishes `CONTENT` as `FILE` during every test of the calling file. */
export function publishFile(): PublishedFile {
  let server: Server;
  const published: PublishedFile = {
    base: '',
    requests: [],
    answer: sendRange,
    cache: '',
    source: () => ({
      url: `${published.base}/keras/${FILE}`,
      fileName: FILE,
      hash: { algorithm: 'md5', hex: MD5 },
      licence: 'Apache-2.0',
    }),
  };

  beforeEach(async () => {
    published.requests = [];
    published.answer = sendRange;
    server = createServer((request, response) => {
      published.requests.push(request);
      published.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    published.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    published.cache = await mkdtemp(join(tmpdir(), 'graft-fetch-'));
    process.env.GRAFT_CACHE = published.cache;
  });

  afterEach(async () => {
    delete process.env.GRAFT_CACHE;
    delete process.env.GRAFT_WEIGHTS_URL;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(published.cache, { recursive: true });
  });

  return published;
}

export function sendAll(response: ServerResponse, content: Uint8Array = CONTENT) {
  response.writeHead(200, { 'content-length': content.length }).end(content);
}

export function sendRange(request: IncomingMessage, response: ServerResponse) {
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
