import type { Readable } from 'node:stream';

/**
 * Where models, pictures and prefixes are kept. Keys are `/`-separated relative paths; `checkKey` says which. Adapters:
 * `fileStorage`, `memoryStorage`, and S3 in `packages/storage-s3`; one contract test suite holds them all. Every method
 * throws StorageError: `STORAGE_KEY` for a key that no adapter may keep, other codes where the adapter's medium fails.
 */
export interface Storage {
  /** For messages: `folder models/`, `memory`, `s3://bucket/prefix`. */
  readonly description: string;
  /** @throws StorageError `STORAGE_NOT_FOUND` when there is no such key. */
  read(key: string): Promise<Uint8Array>;
  /**
   * For what is too large for memory: resolves once the key is found. A failure after that is an error of the stream.
   *
   * @throws StorageError `STORAGE_NOT_FOUND` when there is no such key.
   */
  readStream(key: string): Promise<Readable>;
  /**
   * Atomic: a reader sees the old bytes or the new ones, never a mixture. With a condition, of several writers at once
   * exactly one succeeds; a key that is ever written on condition should always be.
   *
   * @throws StorageError `STORAGE_CONFLICT` when the condition does not hold; what was there is unchanged.
   */
  write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<void>;
  /** Atomic as `write`: when the source fails, its error is thrown on and what was there is unchanged. */
  writeStream(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws StorageError `STORAGE_NOT_FOUND` when there is no such key. */
  stat(key: string): Promise<StoredObject>;
  exists(key: string): Promise<boolean>;
  /** Keys that start with these characters (not only whole segments), in the order of `Array.prototype.sort`. */
  list(prefix?: string): Promise<string[]>;
  /** No error when there is no such key. */
  remove(key: string): Promise<void>;
  /** Only where clients can reach the storage themselves, as with S3. */
  readonly presign?: Presign;
}

export interface StoredObject {
  /** In bytes. */
  readonly size: number;
  /** Changes whenever the bytes do; opaque, and comparable only within one storage. */
  readonly etag: string;
}

/** Write only if the key is new, or only over the version that `stat` saw. */
export type WriteCondition = { readonly ifAbsent: true } | { readonly ifMatch: string };

/** URLs that let whoever has them read or write one key for a while, without credentials. */
export interface Presign {
  get(key: string, options: { readonly expiresInSeconds: number }): Promise<string>;
  /** For a PUT of exactly this many bytes of this type; the storage refuses another number or type. */
  put(
    key: string,
    options: {
      readonly expiresInSeconds: number;
      readonly contentLength: number;
      readonly contentType: string;
    },
  ): Promise<PresignedPut>;
}

export interface PresignedPut {
  readonly url: string;
  /** What the client has to send with it. */
  readonly headers: Readonly<Record<string, string>>;
}
