import { pipeline } from 'node:stream/promises';
import { imageFormat, StorageError } from '@graft/core';
import express, { type Request, type Response, type Router } from 'express';
import type { App } from '../app.js';
import { thumbnail } from '../datasets/thumbnail.js';
import { modelRoutes } from './model-routes.js';
import { receiveUpload, WrongSizeError } from './receive-upload.js';
import { INVALID_URL, refuse } from './refuse.js';
import { verifyUrl } from './signed-url.js';

/** Never another key's bytes under one URL, and no shared cache may keep what a signature was needed for. */
const IMMUTABLE = 'private, max-age=31536000, immutable';
/** Longest start of a file by which its format is known. */
const HEAD_BYTES = 512;

/** Files by signed URLs, for storages that clients cannot reach themselves. To be mounted at `/files`. */
export function fileRoutes(app: App): Router {
  const router = express.Router();
  router.use((_request, response, next) => {
    // Whatever a file holds, a browser must not run it here.
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('content-security-policy', "default-src 'none'; sandbox");
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    next();
  });
  router.put('/uploads/:id', (request, response) => putUpload(app, request, response));
  router.get('/objects/*key', (request, response) => getObject(app, request, response));
  router.get('/thumbnails/:dataset/:picture', (request, response) => getThumbnail(app, request, response));
  router.use(modelRoutes(app));
  return router;
}

async function putUpload(app: App, request: Request<{ id: string }>, response: Response): Promise<void> {
  const { id } = request.params;
  const allowed = await verifyUrl(app, 'PUT', `/uploads/${id}`, request.query);
  if (!allowed) return refuse(response, 403, 'URL_INVALID', INVALID_URL);
  const bytes = Number(allowed.bytes);
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) !== bytes) {
    return refuse(
      response,
      Number(announced) > bytes ? 413 : 400,
      'UPLOAD_SIZE',
      `This URL takes ${bytes} bytes, not ${announced}.`,
    );
  }
  const upload = await app.db
    .selectFrom('uploads')
    .select('completed_at')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!upload)
    return refuse(
      response,
      404,
      'NOT_FOUND',
      'This upload has expired, or its dataset is gone. Ask for a new URL.',
    );
  if (upload.completed_at)
    return refuse(response, 409, 'UPLOAD_COMPLETED', 'This upload is complete. Ask for a new URL.');
  try {
    await receiveUpload(app, allowed.key!, bytes, request);
    response.status(200).end();
  } catch (error) {
    if (error instanceof WrongSizeError) {
      refuse(response, 413, 'UPLOAD_SIZE', `This URL takes one file: ${error.message}.`);
    } else if (request.destroyed && !request.complete) {
      app.log.info({ upload: id }, 'an upload was broken off');
    } else throw error;
  }
}

async function getObject(app: App, request: Request, response: Response): Promise<void> {
  const key = (request.params.key as unknown as string[]).join('/');
  const allowed = await verifyUrl(app, 'GET', `/objects/${key}`, request.query);
  if (!allowed) return refuse(response, 403, 'URL_INVALID', INVALID_URL);
  const facts = await orNotFound(app.storage.stat(key));
  if (!facts) return refuse(response, 404, 'NOT_FOUND', 'This file is not there any more.');
  const stream = await app.storage.readStream(key);
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done ? new Uint8Array() : (first.value as Buffer);
  const format = isPicture(key) ? imageFormat(head.subarray(0, HEAD_BYTES)) : undefined;
  const type = format && PICTURE_TYPES[format];
  response.setHeader('content-type', type ?? 'application/octet-stream');
  response.setHeader(
    'content-disposition',
    disposition(type ? 'inline' : 'attachment', allowed.name ?? 'file'),
  );
  response.setHeader('content-length', facts.size);
  response.setHeader('cache-control', isPicture(key) ? IMMUTABLE : 'private, no-cache');
  await pipeline(
    (async function* () {
      yield head;
      yield* { [Symbol.asyncIterator]: () => iterator };
    })(),
    response,
  ).catch((error: unknown) => {
    app.log.info({ err: error, key }, 'a download was broken off');
    response.destroy();
  });
}

async function getThumbnail(
  app: App,
  request: Request<{ dataset: string; picture: string }>,
  response: Response,
): Promise<void> {
  const { dataset, picture } = request.params;
  const allowed = await verifyUrl(app, 'GET', `/thumbnails/${dataset}/${picture}`, request.query);
  if (!allowed) return refuse(response, 403, 'URL_INVALID', INVALID_URL);
  const webp = await thumbnail(app, dataset, picture).catch((error: unknown) => {
    app.log.info({ err: error, dataset, picture }, 'there is no thumbnail of a picture');
    return undefined;
  });
  if (!webp) return refuse(response, 404, 'NOT_FOUND', 'There is no small form of this picture.');
  response.setHeader('cache-control', IMMUTABLE);
  response.type('image/webp').send(Buffer.from(webp));
}

/** Formats that browsers show and that cannot carry programs. */
const PICTURE_TYPES: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
};

const isPicture = (key: string) => /^datasets\/[^/]+\/pictures\//.test(key);

/** RFC 6266: a plain form for old clients and the name itself. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

async function orNotFound<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND') return undefined;
    throw error;
  });
}
