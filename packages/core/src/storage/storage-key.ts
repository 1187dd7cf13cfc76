import { StorageError } from '../errors.js';

/**
 * @throws StorageError `STORAGE_KEY` unless the key is a relative `/`-separated path of plain segments, so that no key
 * can leave the storage it is used with.
 */
export function checkStorageKey(key: string): void {
  const segments = key.split('/');
  const plain = segments.every(
    (segment) => segment !== '' && segment !== '.' && segment !== '..' && !UNSAFE.test(segment),
  );
  if (plain) return;
  throw new StorageError(
    'STORAGE_KEY',
    `Storage key ${JSON.stringify(key)} is not usable; expected segments without "..", backslashes or control characters, separated by "/".`,
    { details: { key } },
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is there to find.
const UNSAFE = /[\u0000-\u001f\u007f\\:]/;
