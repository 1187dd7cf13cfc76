import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StorageError } from '../errors.js';
import { checkKey, checkPrefix } from './key.js';

const accepts = (check: (text: string) => void, text: string): boolean => {
  try {
    check(text);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'STORAGE_KEY') return false;
    throw error;
  }
};

/** Texts made of what matters in paths, so that many are valid and many nearly so. */
const pathLike = fc
  .array(
    fc.constantFrom('a', 'B7', 'é', '😀', '.', '..', '/', '\\', ':', ' ', '-', '_', '\u0000', '\uD83D'),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

test('an accepted key stays inside its folder on every system', () => {
  fc.assert(
    fc.property(fc.oneof(pathLike, fc.string({ unit: 'binary' })), (key) => {
      if (!accepts(checkKey, key)) return;
      expect(posix.join('/top/folder', key)).toBe(`/top/folder/${key}`);
      expect(win32.join('D:\\folder', key)).toBe(`D:\\folder\\${key.replaceAll('/', '\\')}`);
      expect(win32.isAbsolute(key)).toBe(false);
      expect(Buffer.from(key, 'utf8').toString('utf8')).toBe(key);
    }),
    { numRuns: 1000 },
  );
});

test('every start of an accepted key is an accepted prefix', () => {
  fc.assert(
    fc.property(pathLike, fc.nat(), (key, at) => {
      fc.pre(accepts(checkKey, key));
      const prefix = [...key].slice(0, at % (key.length + 1)).join('');
      expect(accepts(checkPrefix, prefix)).toBe(true);
    }),
  );
});

test('an accepted prefix starts some accepted key', () => {
  fc.assert(
    fc.property(pathLike, (prefix) => {
      if (accepts(checkPrefix, prefix)) expect(accepts(checkKey, `${prefix}x`)).toBe(true);
    }),
  );
});

test('keys may be as long as S3 and file systems allow, in UTF-8 bytes', () => {
  expect(accepts(checkKey, 'x'.repeat(255))).toBe(true);
  expect(accepts(checkKey, 'é'.repeat(128))).toBe(false); // 256 bytes
  const key = Array.from({ length: 512 }, () => 'x').join('/'); // 1023 bytes
  expect(accepts(checkKey, key)).toBe(true);
  expect(accepts(checkKey, `${key}xx`)).toBe(false);
});

test('the error says what is wrong and what a key looks like', () => {
  expect(() => checkKey('models/../../etc/passwd')).toThrow(
    'Storage key "models/../../etc/passwd" has a segment that starts with a dot. Expected a relative path such as "models/pets/model.json".',
  );
});
