import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { testApp } from '../testing.js';
import { reportQueue } from './report-queue.js';

test('the log tells how many jobs wait, and how many are open, as one number each', async () => {
  const made = await testApp();
  const { app } = made;
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  try {
    for (const _ of [1, 2, 3]) {
      await app.db.transaction().execute((transaction) => app.queue.enqueue(transaction, randomUUID()));
    }
    reportQueue({ queue: app.queue, log: pino(stream) }, 50);
    await expect
      .poll(() => lines, { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ msg: 'queue', depth: 3, open: 3 }));
    await app.queue.work(1, () => held);
    await expect
      .poll(() => lines, { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ msg: 'queue', depth: 2, open: 3 }));
  } finally {
    release();
    await made.close();
  }
});
