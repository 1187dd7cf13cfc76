import assert from 'node:assert/strict';
import type { Contract } from './contract-bytes.js';
import { assertBytes, bytesOf, toStream } from './contract-bytes.js';
import { conditionalWriteContract } from './contract-conditional-writes.js';
import { streamContract } from './contract-streams.js';
import type { Storage } from './types.js';

/**
 * What every Storage adapter must do, as tests for any runner that has `test(name, body)`.
 *
 *     storageContract(test, () => memoryStorage());
 *
 * @param create gives an empty storage each time.
 */
export function storageContract(
  test: (name: string, body: () => Promise<void>) => void,
  create: () => Storage | Promise<Storage>,
): void {
  const checks = { ...basicContract, ...conditionalWriteContract, ...streamContract };
  for (const [name, check] of Object.entries(checks)) test(name, async () => check(await create()));
}

const basicContract: Contract = {
  async 'gives back the bytes that were written, whatever their number'(storage) {
    for (const size of [0, 1, 255, 300_001]) {
      await storage.write(`sizes/${size}.bin`, bytesOf(size));
      assertBytes(await storage.read(`sizes/${size}.bin`), bytesOf(size));
    }
  },

  async 'gives plain Uint8Arrays, whose slices are copies'(storage) {
    await storage.write('key', bytesOf(10));
    assert.equal(Object.getPrototypeOf(await storage.read('key')), Uint8Array.prototype);
  },

  async 'writes the part of a buffer that a view shows'(storage) {
    await storage.write('view', bytesOf(100).subarray(10, 20));
    assertBytes(await storage.read('view'), bytesOf(100).slice(10, 20));
  },

  async 'keeps its bytes apart from those of the caller'(storage) {
    const written = bytesOf(10);
    await storage.write('key', written);
    written.fill(0);
    (await storage.read('key')).fill(0);
    assertBytes(await storage.read('key'), bytesOf(10));
  },

  async 'replaces what was there, also by something shorter'(storage) {
    await storage.write('key', bytesOf(1000));
    await storage.write('key', bytesOf(3));
    assertBytes(await storage.read('key'), bytesOf(3));
    assert.deepEqual(await storage.list(), ['key']);
  },

  async 'names the key when there is nothing to read'(storage) {
    await assert.rejects(storage.read('models/none.json'), {
      code: 'STORAGE_NOT_FOUND',
      message: /models\/none\.json/,
    });
  },

  async 'knows keys, not the folders in between'(storage) {
    await storage.write('a/b/c', bytesOf(1));
    assert.equal(await storage.exists('a/b/c'), true);
    for (const absent of ['a', 'a/b', 'a/b/c/d', 'a/b/d']) {
      assert.equal(await storage.exists(absent), false, absent);
      await assert.rejects(storage.read(absent), { code: 'STORAGE_NOT_FOUND' }, absent);
      await storage.remove(absent);
    }
    assert.deepEqual(await storage.list(), ['a/b/c']);
  },

  async 'lists the keys that start with a prefix, sorted'(storage) {
    const keys = ['models/a/x', 'models/a-b', 'models/b', 'mode', 'prefixes/é😀 1.bin'];
    for (const key of keys) await storage.write(key, bytesOf(1));
    assert.deepEqual(await storage.list(), [...keys].sort());
    assert.deepEqual(await storage.list('models/'), ['models/a-b', 'models/a/x', 'models/b']);
    assert.deepEqual(await storage.list('models/a'), ['models/a-b', 'models/a/x']);
    assert.deepEqual(await storage.list('models/a/'), ['models/a/x']);
    assert.deepEqual(await storage.list('mode'), ['mode', 'models/a-b', 'models/a/x', 'models/b']);
    assert.deepEqual(await storage.list('prefixes/é'), ['prefixes/é😀 1.bin']);
    assert.deepEqual(await storage.list('nothing/'), []);
  },

  async 'is empty at first'(storage) {
    assert.deepEqual(await storage.list(), []);
    assert.deepEqual(await storage.list('models/'), []);
  },

  async 'removes a key, and does not mind when there is none'(storage) {
    await storage.write('models/a', bytesOf(1));
    await storage.write('models/ab', bytesOf(1));
    await storage.remove('models/a');
    await storage.remove('models/a');
    assert.equal(await storage.exists('models/a'), false);
    assert.deepEqual(await storage.list(), ['models/ab']);
  },

  async 'never shows a mixture while several write the same key'(storage) {
    const versions = [bytesOf(200_000), bytesOf(300_000)];
    await storage.write('key', versions[0]!);
    let writing = true;
    const done = Promise.all(
      Array.from({ length: 20 }, (_, i) => storage.write('key', versions[i % 2]!)),
    ).finally(() => {
      writing = false;
    });
    do {
      const seen = await storage.read('key');
      const version = versions.find(({ length }) => length === seen.length);
      assert.ok(version, `read ${seen.length} bytes, which nobody wrote`);
      assertBytes(seen, version);
    } while (writing);
    await done;
    assert.deepEqual(await storage.list(), ['key']);
  },

  async 'knows the size of a key, and tells versions apart'(storage) {
    for (const size of [0, 10, 1_500_000]) {
      await storage.write('key', new Uint8Array(size).fill(1));
      const before = await storage.stat('key');
      assert.equal(before.size, size);
      assert.deepEqual(await storage.stat('key'), before);
      await storage.write('key', new Uint8Array(size || 1).fill(2));
      assert.notEqual((await storage.stat('key')).etag, before.etag);
    }
    await storage.write('a/b', bytesOf(1));
    for (const absent of ['none', 'a', 'a/b/c']) {
      await assert.rejects(storage.stat(absent), { code: 'STORAGE_NOT_FOUND' }, absent);
    }
  },

  async 'refuses keys that reach outside or that another adapter could not keep'(storage) {
    for (const key of BAD_KEYS) {
      const said = JSON.stringify(key);
      await assert.rejects(storage.read(key), { code: 'STORAGE_KEY' }, `read ${said}`);
      await assert.rejects(storage.write(key, bytesOf(1)), { code: 'STORAGE_KEY' }, `write ${said}`);
      await assert.rejects(storage.readStream(key), { code: 'STORAGE_KEY' }, `readStream ${said}`);
      await assert.rejects(
        storage.writeStream(key, toStream([])),
        { code: 'STORAGE_KEY' },
        `writeStream ${said}`,
      );
      await assert.rejects(storage.stat(key), { code: 'STORAGE_KEY' }, `stat ${said}`);
      await assert.rejects(storage.exists(key), { code: 'STORAGE_KEY' }, `exists ${said}`);
      await assert.rejects(storage.remove(key), { code: 'STORAGE_KEY' }, `remove ${said}`);
    }
    for (const prefix of ['../', '/', 'a//', 'a/../', '..\\', 'C:', 'a/.']) {
      await assert.rejects(storage.list(prefix), { code: 'STORAGE_KEY' }, `list ${JSON.stringify(prefix)}`);
    }
    assert.deepEqual(await storage.list(), []);
  },
};

const BAD_KEYS = [
  '',
  '/',
  '/etc/passwd',
  '.',
  '..',
  '../a',
  'a/..',
  'a/../b',
  'a/./b',
  './a',
  'a//b',
  'a/',
  '..\\a',
  'a\\..\\b',
  'C:/a',
  'C:a',
  'a\u0000b',
  'a\nb',
  'a\uD800',
  '.hidden',
  'a/.hidden',
  'x'.repeat(256),
  Array.from({ length: 600 }, () => 'x').join('/'),
];
