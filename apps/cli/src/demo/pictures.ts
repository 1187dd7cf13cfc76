import { cacheFolder, type Dataset, loadDataset } from '@graft/core';
import { withInterrupt } from '../terminal/interrupt.js';
import { showProgress } from '../terminal/progress.js';
import { drawEmoji } from './emoji.js';

/** @returns folder of the emoji pictures in the user's cache, drawn with progress on the first call. */
export async function emojiFolder(seed: number): Promise<string> {
  const display = showProgress();
  const started = performance.now();
  const onProgress = (done: number, total: number) => {
    const perSecond = (1000 * done) / (performance.now() - started);
    const secondsLeft = (total - done) / perSecond;
    if (done === 1) display.onProgress({ type: 'stage', stage: 'dataset', message: 'Drawing the pictures' });
    display.onProgress({
      type: 'progress',
      stage: 'dataset',
      unit: 'images',
      done,
      total,
      perSecond,
      secondsLeft,
    });
  };
  try {
    return await withInterrupt('Stopping…', (signal) =>
      drawEmoji(cacheFolder('demo'), { seed, signal, onProgress }),
    );
  } finally {
    display.stop();
  }
}

/** The dataset with the splits that training will use for the same seed. */
export async function readDataset(folder: string, seed: number): Promise<Dataset> {
  const display = showProgress();
  try {
    return await withInterrupt('Stopping…', (signal) =>
      loadDataset(folder, { seed, onProgress: display.onProgress, signal }),
    );
  } finally {
    display.stop();
  }
}
