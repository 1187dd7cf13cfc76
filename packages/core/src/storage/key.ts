import { StorageError } from '../errors.js';

/** S3's limit for a whole key, and the limit of common file systems for one segment, both in UTF-8 bytes. */
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;

/**
 * Refuses a key that some adapter could not keep, or that would reach outside of its storage: one rule for all adapters,
 * so that what works with one works with the others.
 *
 * @throws StorageError `STORAGE_KEY` saying what is wrong with the key.
 */
export function checkKey(key: string): void {
  const fault = keyFault(key);
  if (!fault) return;
  throw new StorageError(
    'STORAGE_KEY',
    `Storage key ${JSON.stringify(key)} ${fault}. Expected a relative path such as "models/pets/model.json".`,
    { details: { key } },
  );
}

/** @throws StorageError `STORAGE_KEY` when no valid key can start with this prefix. */
export function checkPrefix(prefix: string): void {
  if (prefix !== '') checkKey(prefix.endsWith('/') ? `${prefix}x` : prefix);
}

function keyFault(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (key.startsWith('/')) return 'is an absolute path';
  // A lone surrogate has no UTF-8 form: two such keys would become the same file name.
  if (/[\p{Cc}\p{Surrogate}]/u.test(key)) return 'has a control character or half a character';
  // Both mean something else on Windows: a separator, and a drive or a hidden stream.
  if (/[\\:]/.test(key)) return 'has a backslash or a colon';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  for (const segment of key.split('/')) {
    if (segment === '') return 'has an empty segment';
    // Covers `.` and `..`, and keeps names free for temporary files.
    if (segment.startsWith('.')) return 'has a segment that starts with a dot';
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
      return `has a segment longer than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}
