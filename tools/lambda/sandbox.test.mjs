import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { hasSandbox, startSandbox } from './sandbox.mjs';
import { zipSource } from './zip-files.mjs';

const PROBE = `
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
if (process.env.BROKEN) throw new TypeError('no start');
let calls = 0;
const held = [];
export async function handler(event, context) {
  calls++;
  if (event.fail) throw Object.assign(new Error('failed'), { name: 'SOME_CODE' });
  if (event.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
  for (let i = 0; i < (event.megabytes ?? 0); i++) held.push(Buffer.alloc(1024 ** 2, 1));
  return {
    calls,
    files: readdirSync('/var/task'),
    repository: event.repository && existsSync(event.repository) ? readdirSync(event.repository) : [],
    written: ['/var/task/x', '/var/x', '/x', '/root/x', '/tmp/x'].filter((path) => {
      try { writeFileSync(path, 'x'); return true; } catch { return false; }
    }),
    processors: availableParallelism(),
    remainingMs: context.getRemainingTimeInMillis(),
    requestId: context.awsRequestId,
    arn: context.invokedFunctionArn,
    memoryMb: context.memoryLimitInMB,
    trace: process.env._X_AMZN_TRACE_ID,
  };
}`;

describe.skipIf(!hasSandbox())(
  'a sandbox (skipped where neither root nor a user namespace can be had)',
  () => {
    /** @type {string} */
    let folder;
    /** @type {string} */
    let zip;
    /** @type {import('./sandbox.mjs').Sandbox | undefined} */
    let sandbox;
    const start = async (/** @type {object} */ options = {}) => {
      sandbox = await startSandbox({ zip, env: {}, memoryMb: 512, timeoutMs: 20_000, ...options });
      return sandbox;
    };

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'graft-probe-'));
      zip = zipSource(join(folder, 'probe.zip'), PROBE);
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    afterEach(() => sandbox?.stop());

    test('holds the zip and nothing else of ours, and only /tmp can be written to', async () => {
      const { invoke } = await start();
      const { kind, body } = await invoke({ repository: repositoryRoot });
      expect(kind).toBe('response');
      expect(body).toMatchObject({
        files: ['index.mjs'],
        repository: [],
        written: ['/tmp/x'],
        processors: 1,
        memoryMb: '512',
      });
    });

    test('gives a call what Lambda gives it', async () => {
      const { invoke } = await start();
      const first = await invoke({});
      const second = await invoke({}, { timeoutMs: 5000 });
      expect(first.body.remainingMs).toBeGreaterThan(10_000);
      expect(second.body.remainingMs).toBeLessThanOrEqual(5000);
      expect(second.body.calls).toBe(2);
      expect(second.body.requestId).not.toBe(first.body.requestId);
      expect(second.body.arn).toBe('arn:aws:lambda:us-east-1:123456789012:function:graft');
      expect(second.body.trace).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$/);
    });

    test('passes errors on, and answers afterwards', async () => {
      const { invoke } = await start();
      expect(await invoke({ fail: true })).toMatchObject({
        kind: 'error',
        errorType: 'SOME_CODE',
        body: { errorType: 'SOME_CODE', errorMessage: 'failed' },
      });
      expect((await invoke({})).kind).toBe('response');
    });

    test('says why a function cannot start', async () => {
      const { ready, invoke } = await start({ env: { BROKEN: '1' } });
      await expect(ready).rejects.toThrow(/TypeError.*no start/);
      await expect(invoke({})).rejects.toThrow(/no start/);
    });

    test('ends a function that takes more memory than it may', async () => {
      const { invoke } = await start({ memoryMb: 256 });
      expect((await invoke({ megabytes: 50 })).kind).toBe('response');
      await expect(invoke({ megabytes: 400 })).rejects.toThrow(/needed more memory than it may have/);
    });

    test('ends a call that takes too long', async () => {
      const { invoke } = await start();
      await expect(invoke({ sleepMs: 60_000 }, { timeoutMs: 200 })).rejects.toThrow(
        'Task timed out after 0.2 seconds',
      );
    });
  },
);
