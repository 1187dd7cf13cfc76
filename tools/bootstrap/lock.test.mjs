import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withLock } from './lock.mjs';
import { run } from './run.mjs';

let folder;
let path;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graft-lock-'));
  path = join(folder, 'deep', 'bootstrap.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  test('gives the result and leaves nothing behind, also after an error', async () => {
    expect(await withLock(path, async () => existsSync(path))).toBe(true);
    await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(path)).toBe(false);
  });

  test('lets two processes in one after the other', async () => {
    const log = join(folder, 'log');
    writeFileSync(log, '');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
      await withLock(${JSON.stringify(path)}, async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ');
        await sleep(100);
        appendFileSync(${JSON.stringify(log)}, 'out ');
      });`;
    await Promise.all(
      [1, 2, 3].map(() => finished(spawn(process.execPath, ['--input-type=module', '-e', script]))),
    );
    expect(readFileSync(log, 'utf8')).toBe('in out in out in out ');
  });

  test('takes over from a process that was killed', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await finished(dead);
    await withLock(path, async () => undefined); // Makes the folder.
    writeFileSync(path, `${hostname()} ${dead.pid}`);
    expect(await withLock(path, async () => readFileSync(path, 'utf8'))).toBe(
      `${hostname()} ${process.pid} `,
    );
  });

  test('waits for the children that a killed process left behind', async () => {
    const orphan = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)']);
    const gone = finished(orphan).then(() => 'orphan ended');
    const dead = spawn(process.execPath, ['-e', '']);
    await finished(dead);
    await withLock(path, async () => undefined);
    writeFileSync(path, `${hostname()} ${dead.pid} ${orphan.pid} `);
    const order = [];
    await Promise.all([
      gone.then((what) => order.push(what)),
      withLock(path, async () => order.push('lock taken')),
    ]);
    expect(order).toEqual(['orphan ended', 'lock taken']);
  });

  test('a holder counts its children among those who hold the lock', async () => {
    const { stdout } = await withLock(path, () =>
      run(process.execPath, ['-p', `fs.readFileSync(${JSON.stringify(path)}, 'utf8') + process.pid`]),
    );
    const [, holder, child, printed] = stdout.trim().split(' ');
    expect(Number(holder)).toBe(process.pid);
    expect(child).toBe(printed);
  });

  test('takes over from another machine that has been silent for half a minute', async () => {
    await withLock(path, async () => undefined);
    writeFileSync(path, 'another-machine 1');
    const longAgo = new Date(Date.now() - 31_000);
    utimesSync(path, longAgo, longAgo);
    expect(await withLock(path, async () => 'in')).toBe('in');
  });
});

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ended with ${code}`))));
  });
}
