import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { AugmentationOptions } from '../augmentation/resolve-augmentation.js';
import { loadDataset } from '../data/load-dataset.js';
import { type Dataset, SPLITS } from '../data/types.js';
import type { ProgressEvent } from '../progress.js';
import { keptRows } from './kept-rows.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';
import { weightsAfter } from './weights-after.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-augmented-'));
const views: AugmentationOptions = { transforms: 'standard', views: 2 };
const streaming: AugmentationOptions = { transforms: 'strong', mode: 'streaming' };
const mixing: AugmentationOptions = { ...streaming, mix: { name: 'cut-mix', alpha: 1 } };

let dataset: Dataset;
beforeAll(async () => {
  const pictures = await temporaryFolder();
  await drawSyntheticPictures(pictures, 20);
  dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
});

const small = (options: Partial<TrainOptions>): TrainOptions => ({
  dataset,
  backbone: { name: 'efficientnet-lite0', inputSize: 64 },
  featureCache: false,
  epochs: 3,
  ...options,
});

test.each([
  ['feature extraction, views', featureExtraction(), views],
  ['feature extraction, streaming', featureExtraction(), streaming],
  ['fine-tuning, views', fineTuning({ warmUpEpochs: 2 }), views],
  ['fine-tuning, streaming with mixed pictures', fineTuning({ warmUpEpochs: 2 }), mixing],
])('%s: interrupted, it resumes to the bits of an undisturbed run', async (_, strategy, augmentation) => {
  const undisturbed = await weightsAfter(small({ strategy, augmentation }));
  const checkpointFolder = await temporaryFolder();
  const controller = new AbortController();
  const onProgress = (event: ProgressEvent) => {
    if (event.type !== 'epoch') return;
    const { phase, epoch } = event.record;
    if (phase === 'training' && epoch === 2) controller.abort();
  };
  const interrupted = train(
    small({ strategy, augmentation, checkpointFolder, signal: controller.signal, onProgress }),
  );
  await expect(interrupted).rejects.toMatchObject({ code: 'ABORTED' });
  const resumed = await weightsAfter(small({ strategy, augmentation, checkpointFolder }));
  expect(resumed.equals(undisturbed)).toBe(true);
});

test('each kind of variation teaches something else', async () => {
  const kinds = [undefined, 'none', views, streaming, mixing] as const;
  const weights = [];
  for (const augmentation of kinds)
    weights.push((await weightsAfter(small({ augmentation }))).toString('hex'));
  expect(weights[1]).toBe(weights[0]);
  expect(new Set(weights).size).toBe(4);
});

test('views are computed once, for training pictures only, and kept beside the originals', async () => {
  const featureCache = await temporaryFolder();
  const first = await weightsAfter(small({ augmentation: views, featureCache }));
  const total = SPLITS.reduce((sum, split) => sum + dataset.splits[split].length, 0);
  expect(await keptRows(featureCache)).toBe(total + 2 * dataset.splits.train.length);
  const nowhere = (split: (typeof SPLITS)[number]) =>
    dataset.splits[split].map((sample) => ({ ...sample, path: '/nowhere' }));
  const splits = { train: nowhere('train'), validation: nowhere('validation'), test: nowhere('test') };
  const again = small({ augmentation: views, featureCache, dataset: { ...dataset, splits } });
  expect((await weightsAfter(again)).equals(first)).toBe(true);
});

test('streaming keeps the features of the originals alone', async () => {
  const featureCache = await temporaryFolder();
  await weightsAfter(small({ augmentation: streaming, featureCache }));
  expect(await keptRows(featureCache)).toBe(
    SPLITS.reduce((sum, split) => sum + dataset.splits[split].length, 0),
  );
});
