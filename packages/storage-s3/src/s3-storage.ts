import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import {
  checkKey,
  checkPrefix,
  type Storage,
  StorageError,
  type StoredObject,
  type WriteCondition,
  writeConflict,
} from '@graft/core/storage';
import { startDownload } from './download.js';
import { s3Presign } from './presign.js';
import { DEFAULT_ATTEMPTS, type S3Connection, s3Client } from './s3-client.js';
import { isConflict, type S3Object, s3Failure } from './s3-failure.js';

export interface S3StorageOptions extends S3Connection {
  readonly bucket: string;
  /** Keys are kept under `prefix/`. Default: at the top of the bucket. */
  readonly prefix?: string;
}

/**
 * Keeps each key as an object of a bucket, on S3 or whatever speaks its API. The bucket must be there.
 *
 * @throws StorageError (from its methods) `STORAGE_NOT_FOUND`, `STORAGE_CONFLICT`, `STORAGE_BUCKET`, `STORAGE_CREDENTIALS`,
 *   `STORAGE_PERMISSION`, `STORAGE_REGION`, `STORAGE_THROTTLED`, `STORAGE_TRUNCATED`, `STORAGE_UNAVAILABLE`,
 *   `STORAGE_FAILED`.
 */
export function s3Storage({ bucket, prefix = '', ...connection }: S3StorageOptions): Storage {
  const client = s3Client(connection);
  const attempts = connection.attempts ?? DEFAULT_ATTEMPTS;
  const top = prefix.replace(/\/+$/, '') && `${prefix.replace(/\/+$/, '')}/`;
  checkPrefix(top);
  const locate = (key: string): S3Object => {
    checkKey(key);
    checkKey(top + key);
    return { Bucket: bucket, Key: top + key };
  };

  const storage: Storage = {
    description: `s3://${bucket}${top && `/${top.slice(0, -1)}`}`,
    async read(key) {
      const { chunks } = await startDownload(client, locate(key), attempts);
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      return new Uint8Array(Buffer.concat(parts));
    },
    async readStream(key) {
      const { chunks } = await startDownload(client, locate(key), attempts);
      return Readable.from(chunks, { objectMode: false });
    },
    async write(key, bytes, condition) {
      const at = locate(key);
      if (condition) return writeOnCondition(client, at, bytes, condition);
      await client.send(new PutObjectCommand({ ...at, Body: bytes })).catch((cause) => {
        throw s3Failure('write', at, cause);
      });
    },
    async writeStream(key, source) {
      const at = locate(key);
      let fault: unknown;
      const body = Readable.from(
        watched(source, (error) => (fault = error)),
        { objectMode: false },
      );
      await new Upload({ client, params: { ...at, Body: body } }).done().catch((cause) => {
        throw cause === fault ? cause : s3Failure('write', at, cause);
      });
    },
    async stat(key) {
      const at = locate(key);
      return statObject(client, at).catch((cause) => {
        throw s3Failure('read', at, cause);
      });
    },
    async exists(key) {
      try {
        await storage.stat(key);
        return true;
      } catch (error) {
        if (error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND') return false;
        throw error;
      }
    },
    async list(start = '') {
      checkPrefix(start);
      const keys = await objectKeys(client, { Bucket: bucket, Key: top + start });
      return keys
        .map((key) => key.slice(top.length))
        .filter(isKey)
        .sort();
    },
    async remove(key) {
      const at = locate(key);
      await client.send(new DeleteObjectCommand({ ...at })).catch((cause) => {
        const failure = s3Failure('remove', at, cause);
        if (failure.code !== 'STORAGE_NOT_FOUND') throw failure;
      });
    },
    presign: s3Presign(client, locate),
  };
  return storage;
}

/** The SDK repeats a write whose answer was lost, and the repetition finds our own object in its way. */
async function writeOnCondition(
  client: S3Client,
  at: S3Object,
  bytes: Uint8Array,
  condition: WriteCondition,
): Promise<void> {
  const id = randomUUID();
  const when = 'ifAbsent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.ifMatch };
  const command = new PutObjectCommand({ ...at, Body: bytes, Metadata: { 'graft-write': id }, ...when });
  await client.send(command).catch(async (cause) => {
    if (!isConflict(cause)) throw s3Failure('write', at, cause);
    if (cause.$metadata?.attempts > 1 && (await lastWriteId(client, at)) === id) return;
    throw writeConflict(`s3://${at.Bucket}/${at.Key}`, condition, cause);
  });
}

async function lastWriteId(client: S3Client, at: S3Object): Promise<string | undefined> {
  const head = await client.send(new HeadObjectCommand({ ...at })).catch(() => undefined);
  return head?.Metadata?.['graft-write'];
}

/** By its first byte rather than HEAD, whose errors have no body and so do not tell a missing key from a missing bucket. */
async function statObject(client: S3Client, at: S3Object): Promise<StoredObject> {
  try {
    const { ContentRange, ContentLength, ETag, Body } = await client.send(
      new GetObjectCommand({ ...at, Range: 'bytes=0-0' }),
    );
    (Body as Readable).destroy();
    return { size: Number(ContentRange?.split('/')[1] ?? ContentLength), etag: ETag ?? '' };
  } catch (error) {
    if ((error as Error).name !== 'InvalidRange') throw error;
    // An empty object has no first byte.
    const { ContentLength = 0, ETag = '' } = await client.send(new HeadObjectCommand({ ...at }));
    return { size: ContentLength, etag: ETag };
  }
}

async function objectKeys(client: S3Client, at: S3Object): Promise<string[]> {
  const keys: string[] = [];
  let page: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: at.Bucket, Prefix: at.Key, ContinuationToken: page });
    const { Contents = [], NextContinuationToken } = await client.send(command).catch((cause) => {
      throw s3Failure('list', at, cause);
    });
    keys.push(...Contents.map(({ Key = '' }) => Key));
    page = NextContinuationToken;
  } while (page);
  return keys;
}

/** Other programs keep objects that are no keys of ours: `folder/` as a marker, names with dots in front. */
function isKey(key: string): boolean {
  try {
    checkKey(key);
    return true;
  } catch {
    return false;
  }
}

async function* watched<T>(source: AsyncIterable<T>, onError: (error: unknown) => void): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    onError(error);
    throw error;
  }
}
