/**
 * Where models and prefixes are kept. Keys are `/`-separated relative paths without `.` or `..` segments. Adapters:
 * `fileStorage`, `memoryStorage`, and S3 in `packages/storage-s3`; one contract test suite holds them all.
 */
export interface Storage {
  /** For messages: `folder models/`, `memory`, `s3://bucket/prefix`. */
  readonly description: string;
  /** @throws StorageError `STORAGE_NOT_FOUND` when there is no such key. */
  read(key: string): Promise<Uint8Array>;
  /** Atomic: a reader sees the old bytes or the new ones, never a mixture. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  exists(key: string): Promise<boolean>;
  /** Keys that start with `prefix`, sorted. */
  list(prefix?: string): Promise<string[]>;
  /** No error when there is no such key. */
  remove(key: string): Promise<void>;
}
