import sharp from 'sharp';
import { decodeImage } from '../data/decode-image.js';
import type { ResizeMode } from '../data/preprocessing.js';
import type { HeatMap } from './types.js';

export interface HeatMapDrawing {
  /** How the model brings pictures to its input size, `manifest.preprocessing.resize`: what is drawn is what it saw. */
  readonly resize: ResizeMode;
  /** Default `png`. */
  readonly format?: 'png' | 'webp' | 'jpeg';
  /** Pixels of the longer side; default 448. */
  readonly side?: number;
}

/** The picture still has to be seen. */
const OPACITY = 0.55;

/**
 * The part of a picture that the model saw under its heat map, in the colours of Turbo: blue counts for nothing, red for most.
 *
 * @param picture path of a file, or its bytes.
 * @returns the bytes of an image file.
 * @throws ImageError as `decodeImage` does.
 */
export async function drawHeatMap(
  picture: string | Uint8Array,
  heatMap: HeatMap,
  { resize, format = 'png', side = 448 }: HeatMapDrawing,
): Promise<Uint8Array> {
  const scale = side / Math.max(heatMap.width, heatMap.height);
  const [width, height] = [heatMap.width, heatMap.height].map((length) =>
    Math.max(1, Math.round(length * scale)),
  ) as [number, number];
  const pixels = await decodeImage(picture, { height, width, resize });
  const heat = await sharp(await coloured(heatMap), {
    raw: { width: heatMap.width, height: heatMap.height, channels: 4 },
  })
    .resize(width, height, { fit: 'fill' })
    .png()
    .toBuffer();
  const drawn = sharp(pixels, { raw: { width, height, channels: 3 } }).composite([{ input: heat }]);
  return new Uint8Array(await drawn.toFormat(format).toBuffer());
}

/** @returns RGBA bytes. */
async function coloured({ values }: HeatMap): Promise<Uint8Array> {
  // Loaded where it is needed, as for the report's charts.
  const { scheme } = await import('vega');
  const turbo = scheme('turbo') as unknown as (value: number) => string;
  const table = Array.from({ length: 256 }, (_, i) => rgb(turbo(i / 255)));
  const bytes = new Uint8Array(values.length * 4);
  values.forEach((value, i) => {
    bytes.set(table[Math.round(255 * value)]!, i * 4);
    bytes[i * 4 + 3] = Math.round(255 * OPACITY);
  });
  return bytes;
}

/** `rgb(1, 2, 3)` as bytes. */
function rgb(colour: string): number[] {
  return colour.match(/\d+/g)!.map(Number);
}
