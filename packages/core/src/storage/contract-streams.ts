import assert from 'node:assert/strict';
import { assertBytes, bytesOf, type Contract, toStream } from './contract-bytes.js';

/** Part of `storageContract`: what need not fit into memory. */
export const streamContract: Contract = {
  async 'streams in and out what need not fit into memory'(storage) {
    const chunk = bytesOf(100_000);
    // 0, 1, and 12 MB: on S3 an empty object, one request, and three parts.
    for (const chunks of [0, 1, 120]) {
      await storage.writeStream('large', toStream(Array<Uint8Array>(chunks).fill(chunk)));
      assert.equal((await storage.stat('large')).size, chunks * chunk.length);
      const read: Uint8Array[] = [];
      for await (const part of await storage.readStream('large')) read.push(part);
      assertBytes(Buffer.concat(read), Buffer.concat(Array<Uint8Array>(chunks).fill(chunk)));
    }
    assert.deepEqual(await storage.list(), ['large']);
  },

  async 'finds out before a stream starts that there is nothing to read'(storage) {
    await storage.write('a/b', bytesOf(1));
    for (const absent of ['none', 'a', 'a/b/c']) {
      await assert.rejects(storage.readStream(absent), { code: 'STORAGE_NOT_FOUND' }, absent);
    }
  },

  async 'keeps what was there when the source of a stream fails'(storage) {
    const chunk = bytesOf(100_000);
    const failing = async function* () {
      // 7 MB: on S3, one part has been sent by then.
      for (let i = 0; i < 70; i++) yield chunk;
      throw new Error('the client went away');
    };
    await storage.write('key', bytesOf(10));
    await assert.rejects(storage.writeStream('key', failing()), /the client went away/);
    await assert.rejects(storage.writeStream('other', failing()), /the client went away/);
    assertBytes(await storage.read('key'), bytesOf(10));
    assert.deepEqual(await storage.list(), ['key']);
  },
};
