interface Size {
  readonly width: number;
  readonly height: number;
}

/** Larger pictures are better off where they are reduced while they are decoded. */
const MOST_PIXELS = 1e6;

/**
 * The size of a JPEG that needs no more than decoding: 8-bit YCbCr, upright, in no colour space of its own, complete, and
 * of up to a megapixel. Most pictures of data sets are; `undefined` for all others, damaged ones among them.
 */
export function plainJpegSize(bytes: Uint8Array): Size | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: Size | undefined;
  for (const { marker, start, end } of segments(view)) {
    if (marker === SOS) return size && view.indexOf(END_OF_IMAGE, end) >= 0 ? size : undefined;
    const body = view.subarray(start, end);
    if (isFrame(marker)) {
      if (size) return undefined;
      size = frameSize(marker, body);
    } else if (MORE_WORK.some((name) => body.subarray(0, name.length).equals(name))) return undefined;
  }
  return undefined;
}

/**
 * Decodes a plain JPEG and resizes it with Pillow's BICUBIC: zune-jpeg and fast_image_resize, which take half as long
 * as libvips, whose fixed cost for each picture is above that of decoding a small one.
 *
 * @returns RGBA bytes, `[to.height, to.width, 4]`; `undefined` when it cannot be decoded, `to` is over a megapixel, or
 * this platform has no such decoder.
 */
export async function decodePlainJpeg(bytes: Uint8Array, to: Size): Promise<Uint8Array | undefined> {
  if (to.width * to.height > MOST_PIXELS) return undefined;
  library ??= import('@napi-rs/image').catch(() => undefined);
  const loaded = await library;
  if (!loaded) return undefined;
  const { FastResizeFilter, ResizeFit, Transformer } = loaded;
  return new Transformer(bytes)
    .fastResize({ ...to, filter: FastResizeFilter.CatmullRom, fit: ResizeFit.Fill })
    .rawPixels()
    .catch(() => undefined);
}

/** Built for fewer platforms than libvips: there, every picture is libvips's. */
let library: Promise<typeof import('@napi-rs/image') | undefined> | undefined;

const SOS = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** Exif may turn the picture, a profile changes its colours, Adobe's marker may say that they are no YCbCr. */
const MORE_WORK = ['Exif\0', 'ICC_PROFILE\0', 'Adobe'].map((name) => Buffer.from(name));

/** The marker segments up to the first scan's, as ITU-T T.81, B.1.1 lays them out. */
function* segments(view: Buffer): Generator<{ marker: number; start: number; end: number }> {
  let at = 2;
  while (at + 4 <= view.length && view[at] === 0xff) {
    const marker = view[at + 1]!;
    const end = at + 2 + view.readUInt16BE(at + 2);
    if (end > view.length) return;
    yield { marker, start: at + 4, end };
    at = end;
  }
}

/** SOF0 to SOF15; 0xC4, 0xC8 and 0xCC among them are no frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Of baseline, extended and progressive frames with three components that are not named R, G and B. */
function frameSize(marker: number, body: Buffer): Size | undefined {
  const [precision, components, firstComponent] = [body[0], body[5], body[6]];
  if (marker > 0xc2 || body.length < 15 || precision !== 8 || components !== 3 || firstComponent === 0x52) {
    return undefined;
  }
  const [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  return width > 0 && height > 0 && width * height <= MOST_PIXELS ? { width, height } : undefined;
}
