import { fileURLToPath } from 'node:url';
import { fileStorage, OptionError, type Storage } from '@graft/core/storage';
import type { S3Connection } from './s3-client.js';
import { s3Storage } from './s3-storage.js';

/**
 * The storage that a text names: `s3://bucket/prefix`, `s3://bucket`, or a folder's path (also as `file://` URL).
 *
 * @param connection Only for `s3://`; what it leaves out comes from the AWS SDK's environment variables.
 * @throws OptionError `OPTION_STORAGE` for any other kind of URL, or an s3 URL without a valid bucket.
 */
export function storageFrom(url: string, connection: S3Connection = {}): Storage {
  if (url.startsWith('file://')) return fileStorage(fileURLToPath(url));
  // At least two letters: `C:\models` is a path.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (!scheme && url !== '') return fileStorage(url);
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^?#]*))?$/i.exec(url) ?? [];
  if (bucket) return s3Storage({ ...connection, bucket, prefix });
  throw new OptionError(
    'OPTION_STORAGE',
    `${JSON.stringify(url)} names no storage. Expected a folder such as "./models" or "s3://bucket/prefix".`,
    { details: { field: 'storage', received: url } },
  );
}
