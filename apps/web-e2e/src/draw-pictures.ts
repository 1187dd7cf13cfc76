import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Small pictures in a folder per label: `moons` are light discs on dark, `suns` dark ones on light. */
export async function drawPictures(folder: string, perLabel: number): Promise<void> {
  for (const [label, disc, ground] of [
    ['moons', '#dde', '#113'],
    ['suns', '#d40', '#ffc'],
  ]) {
    await mkdir(join(folder, label as string), { recursive: true });
    for (let i = 0; i < perLabel; i++) {
      const at = (step: number) => 16 + ((i * step) % 32);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${ground}"/><circle cx="${at(7)}" cy="${at(11)}" r="${8 + (i % 6)}" fill="${disc}"/></svg>`;
      await writeFile(
        join(folder, label as string, `${i}.png`),
        await sharp(Buffer.from(svg)).png().toBuffer(),
      );
    }
  }
}
