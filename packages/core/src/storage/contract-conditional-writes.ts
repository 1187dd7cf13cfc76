import assert from 'node:assert/strict';
import { assertBytes, bytesOf, type Contract } from './contract-bytes.js';

/** Part of `storageContract`: writes that happen only if a key is new, or still what was seen. */
export const conditionalWriteContract: Contract = {
  async 'creates a key once: of eight writers at a time exactly one wins'(storage) {
    const outcomes = await Promise.allSettled(
      range(8).map((i) => storage.write('models/first', bytesOf(i + 1), { ifAbsent: true })),
    );
    assertOneWinner(outcomes);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    assertBytes(await storage.read('models/first'), bytesOf(winner + 1));
    assert.deepEqual(await storage.list(), ['models/first']);
    await storage.remove('models/first');
    await storage.write('models/first', bytesOf(9), { ifAbsent: true });
  },

  async 'replaces the version that was seen: of eight writers at a time exactly one wins'(storage) {
    await storage.write('alias', bytesOf(100));
    const { etag } = await storage.stat('alias');
    const outcomes = await Promise.allSettled(
      range(8).map((i) => storage.write('alias', bytesOf(i + 1), { ifMatch: etag })),
    );
    assertOneWinner(outcomes);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    assertBytes(await storage.read('alias'), bytesOf(winner + 1));
    assert.deepEqual(await storage.list(), ['alias']);
  },

  async 'loses no update when all writers replace what they saw'(storage) {
    await storage.write('counter', Buffer.from('0'));
    const increment = async (): Promise<void> => {
      const { etag } = await storage.stat('counter');
      const count = Number(Buffer.from(await storage.read('counter')).toString());
      try {
        await storage.write('counter', Buffer.from(String(count + 1)), { ifMatch: etag });
      } catch (error) {
        if ((error as { code?: string }).code !== 'STORAGE_CONFLICT') throw error;
        return increment();
      }
    };
    await Promise.all(
      range(4).map(async () => {
        for (let i = 0; i < 5; i++) await increment();
      }),
    );
    assert.equal(Buffer.from(await storage.read('counter')).toString(), '20');
  },

  async 'does not replace what is not there'(storage) {
    await storage.write('alias', bytesOf(1));
    const { etag } = await storage.stat('alias');
    await storage.remove('alias');
    await assert.rejects(storage.write('alias', bytesOf(2), { ifMatch: etag }), { code: 'STORAGE_CONFLICT' });
    await assert.rejects(storage.write('a/b', bytesOf(2), { ifMatch: etag }), { code: 'STORAGE_CONFLICT' });
    assert.deepEqual(await storage.list(), []);
  },
};

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function assertOneWinner(outcomes: readonly PromiseSettledResult<void>[]): void {
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { reason } of lost) assert.equal(reason.code, 'STORAGE_CONFLICT', String(reason));
  assert.equal(lost.length, outcomes.length - 1, 'not exactly one writer won');
}
