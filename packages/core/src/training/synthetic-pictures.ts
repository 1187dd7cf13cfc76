import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../random.js';

/**
 * For tests: a folder of two classes that any pretrained backbone can learn to tell apart, stripes and spots in random
 * colours, sizes and places.
 */
export async function drawSyntheticPictures(folder: string, perClass: number, seed = 1): Promise<void> {
  for (const label of ['spots', 'stripes']) {
    await mkdir(join(folder, label), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const random = createRandom(seed, label, i);
      const colour = () =>
        `hsl(${random.integer(360)},${40 + random.integer(60)}%,${30 + random.integer(50)}%)`;
      const shapes = Array.from({ length: 12 }, (_, n) =>
        label === 'spots'
          ? `<circle cx="${random.integer(96)}" cy="${random.integer(96)}" r="${4 + random.integer(8)}" fill="${colour()}"/>`
          : `<rect x="0" y="${n * 8 + random.integer(4)}" width="96" height="${2 + random.integer(4)}" fill="${colour()}"/>`,
      );
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="${colour()}"/>${shapes.join('')}</svg>`;
      await writeFile(join(folder, label, `${i}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    }
  }
}
