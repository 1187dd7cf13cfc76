import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStorage, loadDataset, trainTargets } from '@graft/core';

import sharp from 'sharp';

const PICTURES = 48;

/**
 * For tests: real models of pictures with a disc, bars, both or neither on a ground of some grey. One says what is there, the
 * other how bright the ground is, in [0, 1]. They are saved in folders
 * of their own, as `graft train --out` does.
 */
export async function trainTargetModels(places: {
  readonly labels: string;
  readonly brightness: string;
}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-targets-'));
  const labels = ['file_name,labels'];
  const brightness = ['file_name,target_brightness'];
  for (let i = 0; i < PICTURES; i++) {
    const shown = [...(i % 2 === 0 ? ['disc'] : []), ...(i % 4 < 2 ? ['bars'] : [])];
    const ground = ((i * 7) % PICTURES) / PICTURES;
    await writeFile(join(folder, `${i}.png`), await shapesPicture(shown, ground));
    labels.push(`${i}.png,${shown.join('|')}`);
    brightness.push(`${i}.png,${ground}`);
  }
  await writeFile(join(folder, 'labels.csv'), labels.join('\n'));
  await writeFile(join(folder, 'brightness.csv'), brightness.join('\n'));
  const featureCache = join(folder, 'features');
  for (const [data, task, place] of [
    ['labels.csv', 'multi-label', places.labels],
    ['brightness.csv', 'regression', places.brightness],
  ] as const) {
    const dataset = await loadDataset(join(folder, data), { task });
    const result = await trainTargets({ dataset, featureCache });
    await result.save(fileStorage(place), '');
    result.dispose();
  }
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
