import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong between a client and a server. */
export type Fault =
  /** The whole answer comes this much later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** An error in S3's form, instead of asking the server: 503 `SlowDown`, 403 `AccessDenied`, 404 `NoSuchKey`… */
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'truncated' }
  /** The middle of the body is reached, and nothing follows, without an end. */
  | { readonly kind: 'stalled' }
  /** The right number of bytes, one of them wrong. */
  | { readonly kind: 'wrong-bytes' }
  /** The server does what it was asked; its answer is lost. */
  | { readonly kind: 'lost-answer' };

export interface FaultProxy {
  /** Use it in place of the server's own. */
  readonly url: string;
  /** `GET /bucket/key?query` of every request so far, in order. */
  readonly requests: readonly string[];
  /** From now on, for the next `times` requests (default: all) that `matches` (default: any). Replaces an earlier fault. */
  inject(fault: Fault, options?: { times?: number; matches?: RegExp }): void;
  /** No more faults. */
  heal(): void;
  stop(): Promise<void>;
}

/**
 * A real HTTP proxy on loopback that damages answers on demand. Requests pass unchanged with the client's `Host`, so that
 * signatures stay valid.
 *
 * @param target `http://127.0.0.1:PORT`
 */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: string[] = [];
  let active: { fault: Fault; left: number; matches?: RegExp } | undefined;
  const faultFor = (line: string): Fault | undefined => {
    if (!active || active.left <= 0 || !(active.matches?.test(line) ?? true)) return undefined;
    active.left -= 1;
    return active.fault;
  };
  const server = createServer((incoming, outgoing) => {
    const line = `${incoming.method} ${incoming.url}`;
    requests.push(line);
    void answer(target, incoming, outgoing, faultFor(line)).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    inject(fault, { times = Number.POSITIVE_INFINITY, matches } = {}) {
      active = { fault, left: times, matches };
    },
    heal() {
      active = undefined;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  if (fault?.kind === 'error') {
    incoming.resume();
    outgoing.writeHead(fault.status, { 'content-type': 'application/xml' });
    outgoing.end(incoming.method === 'HEAD' ? '' : s3Error(fault.code));
    return;
  }
  const upstream = await forward(target, incoming);
  if (fault === undefined) {
    outgoing.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders);
    upstream.pipe(outgoing);
    return;
  }
  const body = Buffer.concat(await upstream.toArray());
  if (fault.kind === 'lost-answer') return void outgoing.destroy();
  if (fault.kind === 'slow') await sleep(fault.ms);
  outgoing.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders);
  const half = Math.floor(body.length / 2);
  if (fault.kind === 'truncated') outgoing.write(body.subarray(0, half), () => outgoing.destroy());
  else if (fault.kind === 'stalled') outgoing.write(body.subarray(0, half));
  else outgoing.end(fault.kind === 'wrong-bytes' ? flipped(body, half) : body);
}

function forward(target: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(target);
    // The proxy has said "continue" itself already.
    const { expect: _, ...headers } = incoming.headers;
    const upstream = request({ hostname, port, method: incoming.method, path: incoming.url, headers });
    upstream.once('response', resolve).once('error', reject);
    incoming.pipe(upstream);
  });
}

function flipped(body: Buffer, at: number): Buffer {
  const changed = Buffer.from(body);
  if (changed.length > 0) changed[at] = changed[at]! ^ 0xff;
  return changed;
}

function s3Error(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected by a test</Message></Error>`;
}
