/**
 * Where models and prefixes are kept. Keys are `/`-separated relative paths; `checkKey` says which. Adapters:
 * `fileStorage`, `memoryStorage`, and S3 in `packages/storage-s3`; one contract test suite holds them all. Every method
 * throws StorageError: `STORAGE_KEY` for a key that no adapter may keep, other codes where the adapter's medium fails.
 */
export interface Storage {
  /** For messages: `folder models/`, `memory`, `s3://bucket/prefix`. */
  readonly description: string;
  /** @throws StorageError `STORAGE_NOT_FOUND` when there is no such key. */
  read(key: string): Promise<Uint8Array>;
  /** Atomic: a reader sees the old bytes or the new ones, never a mixture. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  exists(key: string): Promise<boolean>;
  /** Keys that start with these characters (not only whole segments), in the order of `Array.prototype.sort`. */
  list(prefix?: string): Promise<string[]>;
  /** No error when there is no such key. */
  remove(key: string): Promise<void>;
}
