import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { type S3Object, s3Failure, truncated } from './s3-failure.js';

export interface Download {
  readonly size: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Starts to read an object; the SDK tries the request again, but not a body that breaks off: that is taken up where it
 * broke, as long as the object is the same.
 *
 * @throws StorageError; its chunks `STORAGE_TRUNCATED` when the body breaks off more than `attempts` times.
 */
export async function startDownload(client: S3Client, at: S3Object, attempts: number): Promise<Download> {
  const first = await client.send(new GetObjectCommand({ ...at })).catch((cause) => {
    throw s3Failure('read', at, cause);
  });
  return { size: first.ContentLength, chunks: chunksOf(client, at, attempts, first) };
}

async function* chunksOf(
  client: S3Client,
  at: S3Object,
  attempts: number,
  first: GetObjectCommandOutput,
): AsyncGenerator<Uint8Array> {
  const size = first.ContentLength;
  let response = first;
  let received = 0;
  for (let attempt = 1; ; attempt++) {
    let fault: unknown;
    try {
      for await (const chunk of response.Body as Readable) {
        received += chunk.length;
        yield chunk;
      }
    } catch (error) {
      fault = error;
    }
    if (received === size || (size === undefined && !fault)) return;
    if (attempt === attempts) throw truncated(at, received, size, fault);
    const rest = new GetObjectCommand({ ...at, Range: `bytes=${received}-`, IfMatch: first.ETag });
    response = await client.send(rest).catch((cause) => {
      throw truncated(at, received, size, cause);
    });
  }
}
