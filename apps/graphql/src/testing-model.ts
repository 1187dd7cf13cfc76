import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRandom, loadDataset, type Manifest, train } from '@graft/core';
import sharp, { type Sharp } from 'sharp';
import type { App } from './app.js';

/** For tests: a real model of red against blue, trained in seconds and saved under `models/colours/1`. */
export async function trainColours(app: App, folder: string): Promise<Manifest> {
  const data = join(folder, 'colours');
  for (const [name, bytes] of Object.entries(await colouredPictures())) {
    await mkdir(dirname(join(data, name)), { recursive: true });
    await writeFile(join(data, name), bytes);
  }
  const result = await train({
    dataset: await loadDataset(data),
    featureCache: join(folder, 'features'),
  });
  const manifest = await result.save(app.storage, 'models/colours/1');
  result.dispose();
  return manifest;
}

/** Twelve pictures of each colour, as `red/0.png`. */
export async function colouredPictures(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const [label, colour] of Object.entries({ blue: [30, 40, 220], red: [220, 40, 30] } as const)) {
    for (let i = 0; i < 12; i++) files[`${label}/${i}.png`] = await picture(colour, i).toBuffer();
  }
  return files;
}

/** A red picture that is not among them, as a caller would send it. */
export async function redPicture(): Promise<Buffer> {
  return picture([220, 40, 30], 12).toBuffer();
}

/** The colour under grain that grows with `i`; the same `i` gives the same picture. */
function picture(colour: readonly [number, number, number], i: number): Sharp {
  const random = createRandom('grain', i);
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    const moved = (random.next() - 0.5) * (10 + i);
    for (const [channel, value] of colour.entries())
      pixels[at + channel] = Math.min(255, Math.max(0, value + moved));
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } }).png();
}

const SIDE = 64;
