import { createHash } from 'node:crypto';
import { AbortedError, ImageError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { imageFormat } from './image-format.js';
import { isCutShort } from './is-cut-short.js';
import type { ListedFile } from './listing.js';
import { plainJpegSize } from './plain-jpeg.js';
import { damaged, type ImageHeader, MAX_PIXELS, readHeader, readImage } from './read-image.js';
import type { SkippedFile } from './types.js';

export interface CheckedFile extends ListedFile {
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
}

export interface CheckedImage extends ImageHeader {
  /** The file as it is. */
  readonly bytes: Uint8Array;
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
}

interface CheckOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Files open at a time: enough to keep disk and two cores busy, few enough for flat memory. */
const CONCURRENCY = 8;
/** Progress is told about a hundred times however many files there are. */
const REPORTS = 100;

/**
 * Opens every file once: hash, header, and whether its end is there. Pixels are not decoded; that happens once, when
 * features are computed, and finds the rest.
 *
 * @returns the good files and the bad ones, both in the order given.
 * @throws AbortedError when the signal fires.
 */
export async function checkFiles(
  files: readonly ListedFile[],
  { signal, onProgress }: CheckOptions = {},
): Promise<{ good: CheckedFile[]; bad: SkippedFile[] }> {
  const results = new Array<CheckedFile | SkippedFile>(files.length);
  const report = progressReporter(files.length, onProgress);
  let next = 0;
  const work = async () => {
    while (next < files.length) {
      if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while reading the dataset.');
      const at = next++;
      results[at] = await checkFile(files[at]!);
      report();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return {
    good: results.filter((result): result is CheckedFile => 'sha256' in result),
    bad: results.filter((result): result is SkippedFile => 'reason' in result),
  };
}

/**
 * What can be known of a picture without decoding its pixels: its header, its limits, and whether its end is there.
 *
 * @param name how messages name the picture.
 * @throws ImageError as `inspectImage` does, and `IMAGE_DAMAGED` for one that is cut short.
 */
export async function checkImage(source: string | Uint8Array, name: string): Promise<CheckedImage> {
  const bytes = await readImage(source, name);
  // Of a plain JPEG everything is known without libvips, which takes as long as hashing it ten times.
  const plain = plainJpegSize(bytes);
  const header = plain ? { format: 'jpeg' as const, ...plain } : await readHeader(bytes, name, MAX_PIXELS);
  if (isCutShort(bytes, imageFormat(bytes))) throw damaged(name, 'the end of the file is missing');
  return { ...header, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function checkFile(file: ListedFile): Promise<CheckedFile | SkippedFile> {
  try {
    const { sha256 } = await checkImage(file.path, file.path);
    return { ...file, sha256 };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { id: file.id, code: error.code, reason: error.message };
  }
}

function progressReporter(total: number, onProgress?: OnProgress): () => void {
  const every = Math.max(1, Math.ceil(total / REPORTS));
  const startedMs = performance.now();
  let done = 0;
  return () => {
    done++;
    if (done % every !== 0 && done !== total) return;
    const perSecond = done / Math.max(1e-3, (performance.now() - startedMs) / 1000);
    const secondsLeft = (total - done) / perSecond;
    onProgress?.({ type: 'progress', stage: 'dataset', unit: 'files', done, total, perSecond, secondsLeft });
  };
}
