/** The formats that Graft decodes. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

/** Formats people do send, recognised only to name them in the error. */
export type RefusedFormat = 'heic' | 'jxl' | 'jp2' | 'bmp' | 'svg' | 'pdf';

/** File name endings that mean "this is meant to be a picture": such a file is decoded or reported, never ignored. */
const PICTURE_NAME = /\.(jpe?g|jpe|jfif|png|webp|avif|gif|tiff?|heic|heif|jxl|jp2|bmp)$/i;

export function isPictureName(fileName: string): boolean {
  return PICTURE_NAME.test(fileName);
}

/**
 * Recognises a picture by its first bytes, whatever its name says. Deciding here, before libvips sees the bytes, keeps
 * its other loaders (SVG, which may refer to other files, and its own format) out of reach of hostile data.
 */
export function imageFormat(bytes: Uint8Array): ImageFormat | RefusedFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString(
    'latin1',
  );
  if (head.slice(4, 8) === 'ftyp') return isobmffFormat(head);
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  const found = SIGNATURES.find(([, start]) => head.startsWith(start))?.[0];
  return found ?? (/<svg[\s>]/i.test(head) ? 'svg' : undefined);
}

/** What files of a format start with, in latin-1, from the formats' specifications. */
const SIGNATURES: readonly (readonly [ImageFormat | RefusedFormat, string])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  // Classic TIFF and BigTIFF, both byte orders.
  ['tiff', 'II*\0'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'MM\0+'],
  ['jxl', '\xff\x0a'],
  ['jxl', '\0\0\0\x0cJXL '],
  ['jp2', '\0\0\0\x0cjP  '],
  ['jp2', '\xff\x4f\xff\x51'],
  ['bmp', 'BM'],
  ['pdf', '%PDF'],
];

/** AVIF and HEIC share one container (ISO/IEC 23008-12); the brands in its first box tell them apart. */
function isobmffFormat(head: string): ImageFormat | RefusedFormat | undefined {
  const brands = head.slice(8, Math.min(head.length, head.charCodeAt(3) || head.length));
  if (/avi[fs]/.test(brands)) return 'avif';
  return /hei[cmsx]|hev[cmsx]|mif1|msf1/.test(brands) ? 'heic' : undefined;
}
