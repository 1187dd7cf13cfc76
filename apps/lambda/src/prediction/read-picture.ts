import { StorageError } from '@graft/core/storage';
import type { App } from '../app.js';
import type { Deadline } from '../deadline.js';
import { RequestError } from '../request-error.js';
import { type PictureSource, parseS3Url } from './request.js';

/**
 * The bytes of a picture, wherever it is.
 *
 * @throws RequestError 413 `PICTURE_TOO_LARGE`; 403 `PICTURE_NOT_ALLOWED`, 404 `PICTURE_NOT_FOUND` and 503 with storage's
 * code for one in S3; ImageUrlError for one at an address.
 */
export async function readPicture(app: App, source: PictureSource, deadline: Deadline): Promise<Uint8Array> {
  if ('bytes' in source) {
    if (source.bytes.length > app.config.pictureBytes) throw tooLarge(app);
    return source.bytes;
  }
  if ('url' in source) return fetchFrom(app, source.url, deadline);
  return readObject(app, source);
}

/** Whether a request may name this object: callers see what the function sees, and the function may see more. */
export function requireAllowed({ config }: App, { bucket, key }: { bucket: string; key: string }): void {
  const allowed = config.pictures.map(parseS3Url).some((place) => {
    const folder = place.key.replace(/\/+$/, '');
    return place.bucket === bucket && (folder === '' || key.startsWith(`${folder}/`));
  });
  if (allowed) return;
  throw new RequestError(
    403,
    'PICTURE_NOT_ALLOWED',
    `s3://${bucket}/${key} is not among the pictures that requests may name. The function's operator lists them in GRAFT_PICTURES.`,
  );
}

async function fetchFrom({ config }: App, url: string, deadline: Deadline): Promise<Uint8Array> {
  // Most functions are sent pictures: its HTTP client is only loaded by those that fetch some.
  const { fetchPicture } = await import('@graft/fetch-picture');
  return fetchPicture(url, {
    maxBytes: config.pictureBytes,
    timeoutMs: Math.max(1, Math.min(config.fetchMs, deadline.remaining())),
    trustedOrigins: config.trustedOrigins,
  });
}

async function readObject(app: App, { bucket, key }: { bucket: string; key: string }): Promise<Uint8Array> {
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    // Leaving the loop early cancels the download.
    for await (const chunk of await app.storages.at(`s3://${bucket}`).readStream(key)) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > app.config.pictureBytes) throw tooLarge(app);
      chunks.push(chunk as Uint8Array);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } catch (error) {
    throw error instanceof StorageError ? pictureFault(error, `s3://${bucket}/${key}`) : error;
  }
}

function pictureFault(cause: StorageError, place: string): RequestError {
  const options = { cause };
  if (cause.code === 'STORAGE_NOT_FOUND') {
    return new RequestError(404, 'PICTURE_NOT_FOUND', `There is no ${place}.`, options);
  }
  if (cause.code === 'STORAGE_KEY') return new RequestError(400, cause.code, cause.message, options);
  if (cause.code === 'STORAGE_PERMISSION') {
    const message = `The function may not read ${place}, or it does not exist.`;
    return new RequestError(403, 'PICTURE_DENIED', message, options);
  }
  return new RequestError(503, cause.code, `${place} cannot be read now. Try again in a moment.`, options);
}

function tooLarge({ config }: App): RequestError {
  return new RequestError(
    413,
    'PICTURE_TOO_LARGE',
    `The picture is larger than ${config.pictureBytes} bytes. Save it smaller: the network sees a few hundred pixels a side.`,
  );
}
