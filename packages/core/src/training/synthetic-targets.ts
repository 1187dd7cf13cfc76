import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../random.js';

/**
 * For tests: pictures with spots, stripes, both or neither on a ground of some brightness, and two manifests beside them:
 * `labels.csv` says what is there, `numbers.csv` how bright the ground is and how many spots there are.
 */
export async function drawSyntheticTargets(folder: string, count: number, seed = 3): Promise<void> {
  await mkdir(folder, { recursive: true });
  const labels = ['file_name,labels'];
  const numbers = ['file_name,target_brightness,target_spots'];
  for (let i = 0; i < count; i++) {
    const random = createRandom(seed, i);
    const [spots, stripes] = [i % 2 === 0, Math.floor(i / 2) % 2 === 0];
    const brightness = 10 + random.integer(80);
    const circles = spots ? 3 + random.integer(6) : 0;
    const colour = () => `hsl(${random.integer(360)},80%,${brightness > 50 ? 25 : 75}%)`;
    const circle = () =>
      `<circle cx="${8 + random.integer(80)}" cy="${8 + random.integer(80)}" r="7" fill="${colour()}"/>`;
    const bar = (_: unknown, n: number) =>
      `<rect x="0" y="${n * 24 + random.integer(8)}" width="96" height="5" fill="${colour()}"/>`;
    const shapes = [
      ...Array.from({ length: circles }, circle),
      ...Array.from({ length: stripes ? 4 : 0 }, bar),
    ];
    const ground = `<rect width="96" height="96" fill="hsl(${random.integer(360)},30%,${brightness}%)"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96">${ground}${shapes.join('')}</svg>`;
    await writeFile(join(folder, `${i}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    labels.push(`${i}.png,${[...(spots ? ['spots'] : []), ...(stripes ? ['stripes'] : [])].join('|')}`);
    numbers.push(`${i}.png,${brightness / 100},${circles}`);
  }
  await writeFile(join(folder, 'labels.csv'), labels.join('\n'));
  await writeFile(join(folder, 'numbers.csv'), numbers.join('\n'));
}
