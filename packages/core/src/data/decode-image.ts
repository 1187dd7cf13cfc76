import sharp from 'sharp';
import { enlarge, type Window } from './enlarge.js';
import { decodePlainJpeg, plainJpegSize } from './plain-jpeg.js';
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
 * while they are decoded: 2; plain JPEG files of up to a megapixel, which have a decoder of their own: 0.6, and so near
 * TensorFlow's decoder with its accurate transform). The same bytes give the same pixels every time.
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
  const target = { width, height };
  const plain = plainJpegSize(bytes);
  if (plain && plain.width * plain.height <= maxPixels) {
    const plan = planResize(plain, target, resize);
    const rgba = await decodePlainJpeg(bytes, plan.scaled);
    if (rgba) return place(rgba, 4, plan.scaled.width, plan.window, target);
  }
  const original = await readHeader(bytes, name, maxPixels);
  const plan = planResize(original, target, resize);
  const rgb = await decodeWithLibvips(bytes, original, plan, maxPixels).catch((cause: unknown) => {
    throw damaged(name, cause);
  });
  return place(rgb, 3, plan.window.width, { ...plan.window, left: 0, top: 0 }, target);
}

/** @returns RGB bytes of the plan's window. */
async function decodeWithLibvips(
  bytes: Uint8Array,
  original: Size,
  { scaled, window }: ResizePlan,
  maxPixels: number,
): Promise<Uint8Array> {
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
  const decoded = await picture.raw({ depth: 'uchar' }).toBuffer();
  return enlarging ? enlarge(decoded, reduced, scaled, window) : decoded;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface ResizePlan {
  /** Of the whole picture. */
  readonly scaled: Size;
  /** The part of that which is kept. */
  readonly window: Window;
}

function planResize(original: Size, target: Size, resize: ResizeMode): ResizePlan {
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

/**
 * @param pixels RGB or RGBA bytes, `[any, stride, channels]`; transparency is not looked at.
 * @returns the window's pixels in the middle of grey, `[target.height, target.width, 3]`.
 */
function place(
  pixels: Uint8Array,
  channels: 3 | 4,
  stride: number,
  window: Window,
  target: Size,
): Uint8Array {
  if (channels === 3 && window.width === target.width && window.height === target.height) return pixels;
  const out = new Uint8Array(target.height * target.width * 3).fill(LETTERBOX_GREY);
  const left = Math.floor((target.width - window.width) / 2);
  const top = Math.floor((target.height - window.height) / 2);
  for (let y = 0; y < window.height; y++) {
    let from = ((window.top + y) * stride + window.left) * channels;
    let to = ((top + y) * target.width + left) * 3;
    for (let x = 0; x < window.width; x++, from += channels, to += 3) {
      out[to] = pixels[from]!;
      out[to + 1] = pixels[from + 1]!;
      out[to + 2] = pixels[from + 2]!;
    }
  }
  return out;
}
