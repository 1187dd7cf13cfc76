import type { ImageFormat, RefusedFormat } from './image-format.js';

/** How a complete file of a format closes. */
const END_MARKERS: Partial<Record<ImageFormat | RefusedFormat, Buffer>> = {
  jpeg: Buffer.from([0xff, 0xd9]),
  png: Buffer.from('IEND'),
  gif: Buffer.from([0x3b]),
};

/**
 * Finds interrupted downloads without decoding: a JPEG, PNG or GIF whose end marker is nowhere, a WebP shorter than it
 * says. Bytes after the end are allowed, cameras put them there. `false` is no promise that the pixels are sound.
 */
export function isCutShort(bytes: Uint8Array, format: ImageFormat | RefusedFormat | undefined): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'webp') return view.length < view.readUInt32LE(4) + 8;
  const marker = format && END_MARKERS[format];
  return marker !== undefined && view.lastIndexOf(marker) < 0;
}
