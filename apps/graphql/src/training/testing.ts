import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@graft/core';
import sharp from 'sharp';

/** For tests: small pictures of two labels, `blue` and `red`, each of another shade. */
export async function drawPictures(folder: string, perLabel: number): Promise<string> {
  for (const [label, hue] of Object.entries({ blue: 240, red: 0 })) {
    await mkdir(join(folder, label), { recursive: true });
    for (let i = 0; i < perLabel; i++) {
      const random = createRandom(1, label, i);
      const shade = () =>
        `hsl(${hue + random.integer(30)},${50 + random.integer(50)}%,${30 + random.integer(40)}%)`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${shade()}"/><circle cx="${random.integer(64)}" cy="${random.integer(64)}" r="12" fill="${shade()}"/></svg>`;
      await writeFile(join(folder, label, `${i}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    }
  }
  return folder;
}
