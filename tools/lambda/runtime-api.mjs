import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** Of a request and of an answer in a synchronous call. */
export const PAYLOAD_BYTES = 6 * 1024 ** 2;

/**
 * @typedef {object} Answer
 * @property {'response' | 'error'} kind Which of the two the function sent.
 * @property {any} body Parsed from JSON; undefined when there was none.
 * @property {string} [errorType] Of an error: its name.
 * @property {number} ms From handing the event out to having its answer.
 * @property {number} endedMs Date of the answer.
 */

/**
 * Lambda's Runtime API (version 2018-06-01) on loopback, after AWS's published description: what the runtime in a sandbox
 * talks to. One event is out at a time.
 *
 * @param {object} [options]
 * @param {number} [options.timeoutMs] Of a call; default 30 s.
 * @param {string} [options.functionArn]
 */
export async function startRuntimeApi({
  timeoutMs = 30_000,
  functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:graft',
} = {}) {
  /** @typedef {{ id: string, payload: string, timeoutMs: number, startedMs: number, settle: (answer: Answer | Error) => void }} Invocation */
  /** @type {Invocation[]} */
  const waiting = [];
  /** @type {import('node:http').ServerResponse[]} */
  const listening = [];
  /** @type {Map<string, Invocation>} */
  const out = new Map();
  let asked = false;
  const ready = withResolvers();
  ready.promise.catch(() => undefined);

  function handOut() {
    while (waiting.length > 0 && listening.length > 0) {
      const invocation = /** @type {Invocation} */ (waiting.shift());
      const response = /** @type {import('node:http').ServerResponse} */ (listening.shift());
      invocation.startedMs = performance.now();
      out.set(invocation.id, invocation);
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': invocation.id,
        'lambda-runtime-deadline-ms': String(Date.now() + invocation.timeoutMs),
        'lambda-runtime-invoked-function-arn': functionArn,
        'lambda-runtime-trace-id': traceId(),
      });
      response.end(invocation.payload);
    }
  }

  const server = createServer(async (request, response) => {
    const reply = (/** @type {number} */ status, /** @type {object} */ body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const [, id, what] =
      /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && request.url === '/2018-06-01/runtime/invocation/next') {
      asked = true;
      ready.resolve(undefined);
      listening.push(response);
      response.once('close', () => {
        const at = listening.indexOf(response);
        if (at >= 0) listening.splice(at, 1);
      });
      handOut();
      return;
    }
    const text = Buffer.concat(await request.toArray()).toString('utf8');
    if (request.method === 'POST' && request.url === '/2018-06-01/runtime/init/error') {
      if (asked)
        return reply(403, {
          errorType: 'InvalidStateTransition',
          errorMessage: 'State transition is not allowed',
        });
      ready.reject(new Error(`The function could not start: ${text}`));
      return reply(202, { status: 'OK' });
    }
    if (request.method !== 'POST' || !id)
      return reply(404, { errorType: 'NotFound', errorMessage: String(request.url) });
    const invocation = out.get(id);
    if (!invocation) return reply(400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
    out.delete(id);
    const facts = { ms: performance.now() - invocation.startedMs, endedMs: Date.now() };
    if (text.length > PAYLOAD_BYTES) {
      const errorType = 'Function.ResponseSizeTooLarge';
      invocation.settle({ kind: 'error', errorType, body: { errorType }, ...facts });
      return reply(413, {
        errorType: 'RequestEntityTooLarge',
        errorMessage: `Exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`,
      });
    }
    const body = text === '' ? undefined : JSON.parse(text);
    const errorType = request.headers['lambda-runtime-function-error-type'] ?? body?.errorType;
    invocation.settle(
      what === 'error' ? { kind: 'error', body, errorType, ...facts } : { kind: 'response', body, ...facts },
    );
    reply(202, { status: 'OK' });
  });
  // As long as nothing is asked of the function, its request for the next event hangs.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  return {
    address: `127.0.0.1:${port}`,
    /** Resolves when the runtime asks for its first event; rejects with what it says when it cannot start. */
    ready: /** @type {Promise<void>} */ (ready.promise),
    /** No answer will come: the sandbox has ended. @param {Error} error */
    fail(error) {
      ready.reject(error);
      for (const { settle } of [...waiting.splice(0), ...out.values()]) settle(error);
      out.clear();
    },
    /**
     * Calls the function and waits for its answer.
     *
     * @param {unknown} event
     * @param {{ timeoutMs?: number }} [options]
     * @returns {Promise<Answer>}
     * @throws Error when the event is too large, or `Task timed out`, or the sandbox ended.
     */
    invoke(event, options = {}) {
      const payload = JSON.stringify(event);
      if (payload.length > PAYLOAD_BYTES)
        throw new Error('RequestEntityTooLargeException: the event is larger than 6 MB.');
      const limitMs = options.timeoutMs ?? timeoutMs;
      return new Promise((resolve, reject) => {
        /** @type {NodeJS.Timeout} */
        let timer;
        const settle = (/** @type {Answer | Error} */ answer) => {
          clearTimeout(timer);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        };
        const invocation = { id: randomUUID(), payload, timeoutMs: limitMs, startedMs: 0, settle };
        waiting.push(invocation);
        handOut();
        // Before the first event is asked for, the time is the start's.
        ready.promise.then(
          () => {
            timer = setTimeout(
              () => settle(new Error(`Task timed out after ${limitMs / 1000} seconds`)),
              limitMs + 1000,
            );
          },
          (error) => settle(error),
        );
      });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function traceId() {
  const hex = (/** @type {number} */ bytes) => randomBytes(bytes).toString('hex');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex(12)};Parent=${hex(8)};Sampled=0`;
}

/** As `Promise.withResolvers`, which came with Node 22. */
function withResolvers() {
  /** @type {(value?: unknown) => void} */
  let resolve = () => undefined;
  /** @type {(reason: unknown) => void} */
  let reject = () => undefined;
  const promise = new Promise((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}
