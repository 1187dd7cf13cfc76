import sharp from 'sharp';
import { enlarge, type Window } from './enlarge.js';
import { damaged, describeSource, MAX_PIXELS, readHeader, readImage } from './read-image.js';

/** How a picture of another shape is brought to the input size. */
export type ResizeMode = 'crop' | 'letterbox' | 'stretch';

export interface DecodeOptions {
  /** Size of the result in pixels. */
  readonly height: number;
  readonly width: number;
  readonly resize: ResizeMode;
  /** Pictures with more pixels are refused before they are decoded: they may be decompression bombs. Default 100e6. */
  readonly maxPixels?: number;
}

/** 127 is the embedded backbone's mean (`lite`), so its padding is exactly 0; under the other scalings it is near 0. */
const LETTERBOX_GREY = 127;

// One thread per picture: several pictures are decoded at a time, and TensorFlow has threads of its own. No cache:
// every picture is decoded once, so a cache would only grow.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes a picture to the size that a network takes: JPEG, PNG, WebP, AVIF, GIF (first frame) or TIFF, any colour
 * type. EXIF orientation is applied, colours are brought to 8-bit sRGB, transparency is laid on white. Resizing is
 * antialiased Catmull-Rom, Pillow's BICUBIC, within 1 grey level of it on average (large JPEG files, which are reduced
 * while they are decoded: 2). The same bytes give the same pixels every time.
 *
 * @param source path of a file, or its bytes.
 * @returns RGB bytes, `[height, width, 3]`.
 * @throws ImageError the codes of `inspectImage`; pixels that cannot be decoded to the end are `IMAGE_DAMAGED`.
 */
export async function decodeImage(
  source: string | Uint8Array,
  { height, width, resize, maxPixels = MAX_PIXELS }: DecodeOptions,
): Promise<Uint8Array> {
  const name = describeSource(source);
  const bytes = await readImage(source);
  const original = await readHeader(bytes, name, maxPixels);
  const { scaled, window } = planResize(original, { width, height }, resize);
  // libvips only ever reduces here; see enlarge.ts.
  const reduced = {
    width: Math.min(original.width, scaled.width),
    height: Math.min(original.height, scaled.height),
  };
  const enlarging = reduced.width < scaled.width || reduced.height < scaled.height;

  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, autoOrient: true })
    .flatten({ background: 'white' })
    .resize({ ...reduced, fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
    .toColourspace('srgb');
  if (!enlarging) picture.extract(window);
  const decoded = await picture
    .raw({ depth: 'uchar' })
    .toBuffer()
    .catch((cause: unknown) => {
      throw damaged(name, cause);
    });

  const pixels = enlarging ? enlarge(decoded, reduced, scaled, window) : decoded;
  return resize === 'letterbox' ? placeOnGrey(pixels, window, width, height) : pixels;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** @returns the size to scale the whole picture to, and the part of that which is kept. */
function planResize(original: Size, target: Size, resize: ResizeMode): { scaled: Size; window: Window } {
  if (resize === 'stretch') return { scaled: target, window: { left: 0, top: 0, ...target } };
  const ratios = [target.width / original.width, target.height / original.height];
  const scale = resize === 'crop' ? Math.max(...ratios) : Math.min(...ratios);
  const scaled = {
    width: Math.max(1, Math.round(original.width * scale)),
    height: Math.max(1, Math.round(original.height * scale)),
  };
  const width = Math.min(scaled.width, target.width);
  const height = Math.min(scaled.height, target.height);
  const left = Math.floor((scaled.width - width) / 2);
  const top = Math.floor((scaled.height - height) / 2);
  return { scaled, window: { left, top, width, height } };
}

/** @returns `[height, width, 3]`, the pixels in the middle. */
function placeOnGrey(pixels: Uint8Array, inner: Size, width: number, height: number): Uint8Array {
  const out = new Uint8Array(height * width * 3).fill(LETTERBOX_GREY);
  const left = Math.floor((width - inner.width) / 2);
  const top = Math.floor((height - inner.height) / 2);
  for (let y = 0; y < inner.height; y++) {
    const row = pixels.subarray(y * inner.width * 3, (y + 1) * inner.width * 3);
    out.set(row, ((top + y) * width + left) * 3);
  }
  return out;
}
