import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the stack answers on loopback in all its parts, and none of them is left when its parent goes', async () => {
  const data = mkdtempSync(join(tmpdir(), 'graft-stack-data-'));
  const parts = fork(
    new URL('stack/run.mjs', import.meta.url),
    ['--port', '0', '--function-port', '0', '--data', data],
    { detached: true, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let printed = '';
  for (const stream of [parts.stdout, parts.stderr]) stream?.on('data', (chunk) => (printed += chunk));
  const ended = once(parts, 'exit');
  const started = expect.poll(() => printed, { timeout: 200_000 }).toMatch(/Ctrl-C stops all of it/);
  await Promise.race([started, ended.then(() => Promise.reject(new Error(`It ended:\n${printed}`)))]);
  const address = (/** @type {string} */ name) =>
    new RegExp(`^${name} +(http://127.0.0.1:\\d+)`, 'm').exec(printed)?.[1] ?? '';

  const ready = await fetch(`${address('GraphQL')}/health/ready`);
  expect(await ready.json()).toMatchObject({ status: 'ok', checks: { database: true, storage: true } });
  const prediction = await fetch(`${address('Function')}/?model=nobody@prod`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: 'x',
  });
  // Allowed by its alias, and looked for in the storage, where there is none.
  expect({ status: prediction.status, ...(await prediction.json()) }).toMatchObject({
    status: 404,
    code: 'MODEL_NOT_FOUND',
  });
  const s3 = await fetch(address('S3'));
  expect(s3.status).toBe(403);

  parts.disconnect();
  const [code] = await ended;
  expect(code).toBe(0);
  for (const name of ['GraphQL', 'Function', 'S3']) await expect(fetch(address(name))).rejects.toThrow();
  rmSync(data, { recursive: true, force: true });
});
