import sharp from 'sharp';
import { OptionError } from '../errors.js';

/** A picture file's path, its bytes, or decoded pixels. */
export type PredictionInput = string | Uint8Array | RawPixels;

export interface RawPixels {
  /** RGB bytes `[height, width, 3]`, row-major, of any size. */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/**
 * Raw pixels as an uncompressed PNG, so that they are resized exactly as the same picture from a file would be.
 *
 * @throws OptionError when there are not `height * width` pixels.
 */
export async function asPicture(input: PredictionInput): Promise<string | Uint8Array> {
  if (typeof input === 'string' || input instanceof Uint8Array) return input;
  const { pixels, height, width } = input;
  if (!(pixels.length > 0 && pixels.length === height * width * 3)) {
    throw new OptionError(
      'OPTION_INVALID',
      `pixels holds ${pixels.length} bytes; expected height * width * 3 = ${height} * ${width} * 3 RGB bytes.`,
      { details: { field: 'pixels' } },
    );
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
