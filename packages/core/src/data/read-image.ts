import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { ImageError } from '../errors.js';
import { type ImageFormat, imageFormat, type RefusedFormat } from './image-format.js';

/** 100 megapixels, 300 MB of RGB bytes: above every camera's photo, below what fills a machine. */
export const MAX_PIXELS = 100e6;

/** 128 MiB: a 40-megapixel picture stored without any compression. */
export const MAX_FILE_BYTES = 128 * 1024 ** 2;

/** What a picture's header says. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Pixels as displayed, EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a picture's header without decoding its pixels.
 *
 * @param source path of a file, or its bytes.
 * @throws ImageError `IMAGE_NOT_FOUND`, `IMAGE_UNREADABLE` (no permission), `IMAGE_EMPTY`, `IMAGE_FORMAT` (not a picture
 * that Graft decodes), `IMAGE_TOO_LARGE` (over `maxPixels`, default 100 megapixels, or 128 MiB), `IMAGE_DAMAGED`.
 */
export async function inspectImage(
  source: string | Uint8Array,
  { maxPixels = MAX_PIXELS }: { maxPixels?: number } = {},
): Promise<ImageHeader> {
  return readHeader(await readImage(source), describeSource(source), maxPixels);
}

/** How messages name a picture. */
export function describeSource(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : `the picture (${source.byteLength} bytes)`;
}

/** @returns the picture's bytes, whole: not empty, and no more than `MAX_FILE_BYTES`. */
export async function readImage(
  source: string | Uint8Array,
  name = describeSource(source),
): Promise<Uint8Array> {
  const size = typeof source === 'string' ? await fileSize(source) : source.byteLength;
  if (size === 0) {
    throw imageError('IMAGE_EMPTY', source, `${name} is empty: expected a picture, received 0 bytes.`);
  }
  if (size > MAX_FILE_BYTES) {
    const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;
    throw imageError(
      'IMAGE_TOO_LARGE',
      source,
      `${name} has ${megabytes(size)}: expected at most ${megabytes(MAX_FILE_BYTES)}. Save it smaller.`,
    );
  }
  if (typeof source !== 'string') return source;
  return readFile(source).catch((cause: unknown) => {
    throw unreadable(source, cause);
  });
}

/** @param name how messages name the picture. */
export async function readHeader(bytes: Uint8Array, name: string, maxPixels: number): Promise<ImageHeader> {
  const format = imageFormat(bytes);
  if (!isDecodable(format)) {
    const received = format ? `${format.toUpperCase()} data` : 'bytes of no known picture format';
    throw imageError(
      'IMAGE_FORMAT',
      name,
      `${name} cannot be read: expected JPEG, PNG, WebP, AVIF, GIF or TIFF, received ${received}. Convert it first.`,
    );
  }
  const { width, height } = await sharp(bytes, { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .then(
      ({ autoOrient }) => autoOrient,
      (cause: unknown) => {
        throw damaged(name, cause);
      },
    );
  if (width * height > maxPixels) {
    throw imageError(
      'IMAGE_TOO_LARGE',
      name,
      `${name} has ${width} x ${height} pixels: expected at most ${maxPixels}. Save it smaller, or leave it out.`,
    );
  }
  return { format, width, height };
}

export function damaged(name: string, cause: unknown): ImageError {
  const reason = cause instanceof Error ? cause.message.replace(/\s+/g, ' ').trim() : String(cause);
  return imageError(
    'IMAGE_DAMAGED',
    name,
    `${name} is damaged or incomplete (${reason}). Get the file again, or leave it out.`,
    cause,
  );
}

async function fileSize(path: string): Promise<number> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (!facts.isFile())
    throw imageError('IMAGE_NOT_FOUND', path, `${path} is not a file: expected a picture.`);
  return facts.size;
}

function unreadable(path: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  // The machine's trouble, not the picture's: it must not be skipped as a bad file.
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM') return cause;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE'
    ? imageError('IMAGE_NOT_FOUND', path, `${path} does not exist: expected a picture file.`, cause)
    : imageError('IMAGE_UNREADABLE', path, `${path} cannot be read: ${message}.`, cause);
}

function isDecodable(format: ImageFormat | RefusedFormat | undefined): format is ImageFormat {
  return ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'].includes(format as string);
}

function imageError(code: string, source: string | Uint8Array, message: string, cause?: unknown): ImageError {
  return new ImageError(code, message, { cause, details: { file: describeSource(source) } });
}
