import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const PICTURES = 48;

/**
 * 48 pictures with a disc, bars, both or neither on a ground of some grey, and two manifests beside them: `labels.csv` says
 * what is there, `brightness.csv` how bright the ground is, in [0, 1].
 *
 * @returns paths of the manifests.
 */
export async function drawShapes(folder: string): Promise<{ labels: string; brightness: string }> {
  await mkdir(folder, { recursive: true });
  const labels = ['file_name,labels'];
  const brightness = ['file_name,target_brightness'];
  for (let i = 0; i < PICTURES; i++) {
    const shown = [...(i % 2 === 0 ? ['disc'] : []), ...(i % 4 < 2 ? ['bars'] : [])];
    const ground = ((i * 7) % PICTURES) / PICTURES;
    await writeFile(join(folder, `${i}.png`), await shapesPicture(shown, ground));
    labels.push(`${i}.png,${shown.join('|')}`);
    brightness.push(`${i}.png,${ground}`);
  }
  const manifests = { labels: join(folder, 'labels.csv'), brightness: join(folder, 'brightness.csv') };
  await writeFile(manifests.labels, labels.join('\n'));
  await writeFile(manifests.brightness, brightness.join('\n'));
  return manifests;
}

/** A PNG with `disc`, `bars` or both. @param ground its grey, in [0, 1]. */
export function shapesPicture(shown: readonly string[], ground: number): Promise<Buffer> {
  const disc = '<circle cx="48" cy="40" r="26" fill="#c33"/>';
  const bars = '<path d="M0 80H96M0 90H96" stroke="#36c" stroke-width="5"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96">
    <rect width="96" height="96" fill="rgb(${Array(3).fill(Math.round(ground * 255))})"/>
    ${shown.includes('disc') ? disc : ''}${shown.includes('bars') ? bars : ''}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
