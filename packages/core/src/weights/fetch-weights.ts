import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AbortedError, GraftError, WeightsError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { cacheFolder } from '../storage/cache-folder.js';
import { fileFailure } from '../storage/file-failure.js';
import { download } from './download.js';
import { claimPart } from './part-file.js';
import type { WeightsSource } from './types.js';

export interface FetchWeightsOptions {
  readonly onProgress?: OnProgress;
  /** Stops the download; what has arrived is kept for the next time. */
  readonly signal?: AbortSignal;
  /** How long the server may send nothing, in milliseconds; default 30 seconds. */
  readonly idleTimeoutMs?: number;
}

const IDLE_TIMEOUT_MS = 30_000;
/** A dropped connection is taken up again where it broke. */
const TRIES = 3;

/** Downloads under way in this process, by cache path: whoever asks second waits for the first. */
const underWay = new Map<string, Promise<string>>();

/**
 * Gives the path of a published weights file, downloading it on first use into the cache folder. What an interrupted
 * download left behind is continued; two processes at once each finish with a whole file.
 *
 * `GRAFT_WEIGHTS_URL` replaces the published address by a mirror (`https://…`, the file name is appended) or by a folder
 * on this machine (a path or `file://…`) that holds the file.
 *
 * @throws WeightsError `WEIGHTS_UNREACHABLE`, saying which file to put where; `WEIGHTS_HASH_MISMATCH` when the file is
 * not the published one; StorageError when the cache cannot be written; AbortedError.
 */
export async function fetchWeights(
  source: WeightsSource,
  options: FetchWeightsOptions = {},
): Promise<string> {
  const path = cacheFolder('weights', source.fileName);
  if (existsSync(path)) return checkKept(path, source);
  const mirror = process.env.GRAFT_WEIGHTS_URL;
  if (mirror && !isWebAddress(mirror)) {
    const folder = /^file:/i.test(mirror) ? fileURLToPath(mirror) : mirror;
    const local = join(folder, source.fileName);
    if (existsSync(local)) return checkKept(local, source);
    throw unreachable(local, `GRAFT_WEIGHTS_URL is ${mirror}, and there is no such file`, path, source);
  }
  const url = mirror ? `${mirror.replace(/\/+$/, '')}/${encodeURIComponent(source.fileName)}` : source.url;
  let promise = underWay.get(path);
  if (!promise) {
    promise = downloadTo(path, url, source, options).finally(() => underWay.delete(path));
    underWay.set(path, promise);
  }
  return promise;
}

async function downloadTo(
  path: string,
  url: string,
  source: WeightsSource,
  { onProgress, signal, idleTimeoutMs = IDLE_TIMEOUT_MS }: FetchWeightsOptions,
): Promise<string> {
  onProgress?.({ type: 'stage', stage: 'weights', message: `Downloading ${source.fileName} from ${url}` });
  try {
    await mkdir(dirname(path), { recursive: true });
    const part = await claimPart(path);
    for (let tries = 1; ; tries++) {
      const outcome = await download(url, part, { onProgress, signal, idleTimeoutMs });
      if (outcome.whole) break;
      if (signal?.aborted)
        throw new AbortedError('ABORTED', `The download of ${source.fileName} was stopped.`);
      if (!outcome.worthAnotherTry || tries === TRIES) {
        throw unreachable(url, outcome.reason, path, source, outcome.cause);
      }
    }
    const received = await hashOf(part, source);
    if (received !== source.hash?.hex) {
      await rm(part, { force: true });
      throw hashMismatch(url, received, source, 'It has been deleted; try again, or use another mirror.');
    }
    await rename(part, path);
    return path;
  } catch (error) {
    throw error instanceof GraftError ? error : fileFailure('write', path, error);
  }
}

/** A file already on this machine, perhaps put there by hand. */
async function checkKept(path: string, source: WeightsSource): Promise<string> {
  const received = await hashOf(path, source);
  if (received === source.hash?.hex) return path;
  throw hashMismatch(path, received, source, 'Delete it to have it downloaded again.');
}

async function hashOf(path: string, { hash }: WeightsSource): Promise<string | undefined> {
  if (!hash) return undefined;
  const digest = createHash(hash.algorithm);
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest('hex');
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

function hashMismatch(
  place: string,
  received: string | undefined,
  { fileName, hash }: WeightsSource,
  next: string,
) {
  return new WeightsError(
    'WEIGHTS_HASH_MISMATCH',
    `${place} is not the published ${fileName}: its ${hash!.algorithm} should be ${hash!.hex}, but is ${received}. ${next}`,
    { details: { place, expected: hash!.hex, received } },
  );
}

function unreachable(place: string, reason: string, path: string, source: WeightsSource, cause?: unknown) {
  const { fileName, hash } = source;
  const hashNote = hash ? ` (${hash.algorithm} ${hash.hex})` : '';
  return new WeightsError(
    'WEIGHTS_UNREACHABLE',
    `Cannot get the weights from ${place}: ${reason}. What has arrived is kept, so trying again continues. Otherwise ` +
      `get ${fileName}${hashNote} in another way, published at ${source.url}, and put it at ${path}; or set ` +
      'GRAFT_WEIGHTS_URL to a mirror or folder that has it; or give a weights file of this network with --weights FILE ' +
      '(`weights` in the library).',
    { cause, details: { place, url: source.url, path, fileName, hash } },
  );
}
