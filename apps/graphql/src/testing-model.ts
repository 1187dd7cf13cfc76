import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadDataset, type Manifest, train } from '@graft/core';
import sharp from 'sharp';
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
    epochs: 10,
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
    for (let i = 0; i < 12; i++) files[`${label}/${i}.png`] = await (await picture(colour, i)).toBuffer();
  }
  return files;
}

/** A picture that is mostly red, as a caller would send it. */
export async function redPicture(): Promise<Buffer> {
  return (await picture([220, 40, 30], 99)).toBuffer();
}

async function picture([r, g, b]: readonly [number, number, number], i: number) {
  const noise = sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 10 + i },
      background: 'black',
    },
  });
  const flat = await sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
  return sharp(await noise.png().toBuffer())
    .composite([{ input: flat, blend: 'overlay' }])
    .png();
}
