import { mkdtemp, readdir, readFile, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { loadModel } from '../prediction/load-model.js';
import type { ProgressEvent } from '../progress.js';
import { fileStorage } from '../storage/file-storage.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';
import { weightsAfter } from './weights-after.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-train-'));

let pictures: string;
let dataset: Dataset;
let sharedCache: string;
beforeAll(async () => {
  pictures = await temporaryFolder();
  sharedCache = await temporaryFolder();
  await drawSyntheticPictures(pictures, 30);
  dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
});

/** The embedded backbone on small pictures: real weights, seconds instead of minutes. */
const small = (options: Partial<TrainOptions> = {}): TrainOptions => ({
  dataset,
  backbone: { name: 'efficientnet-lite0', inputSize: 64 },
  featureCache: sharedCache,
  epochs: 4,
  ...options,
});

describe.each([
  ['feature extraction', featureExtraction()],
  ['fine-tuning', fineTuning({ warmUpEpochs: 10 })],
])('%s', (_, strategy) => {
  test('learns real features: better than the majority on pictures it has not seen', async () => {
    const result = await train(small({ strategy, epochs: 15 }));
    const { test: measured, baselines, history, seconds } = result.report;
    expect(measured.count).toBe(12);
    expect(measured.accuracy).toBeGreaterThan(0.8);
    expect(baselines.majority).toBe(0.5);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
    expect(seconds.total).toBeGreaterThan(seconds.training);
    result.dispose();
  });

  test('gives the same weights bit for bit from the same seed, without sharing a cache', async () => {
    const first = await weightsAfter(small({ strategy, featureCache: await temporaryFolder() }));
    const second = await weightsAfter(small({ strategy, featureCache: await temporaryFolder() }));
    expect(second.equals(first)).toBe(true);
    expect((await weightsAfter(small({ strategy, seed: 7 }))).equals(first)).toBe(false);
  });

  test.each([1, 3, 6])('interrupted after %i epochs resumes to the same weights', async (stopAfter) => {
    const undisturbed = await weightsAfter(small({ strategy }));
    const checkpointFolder = await temporaryFolder();
    const controller = new AbortController();
    let epochs = 0;
    const onProgress = (event: ProgressEvent) => {
      if (event.type === 'epoch' && ++epochs === stopAfter) controller.abort();
    };
    const interrupted = train(small({ strategy, checkpointFolder, signal: controller.signal, onProgress }));
    const total = strategy.name === 'fine-tuning' ? 14 : 4;
    if (stopAfter < total) await expect(interrupted).rejects.toMatchObject({ code: 'ABORTED' });
    else await interrupted;
    const notices: string[] = [];
    const resumed = await weightsAfter(
      small({
        strategy,
        checkpointFolder,
        onProgress: (event) => event.type === 'notice' && notices.push(event.message),
      }),
    );
    expect(resumed.equals(undisturbed)).toBe(true);
    if (stopAfter < total) expect(notices.join()).toContain(`epoch ${stopAfter} of an interrupted run`);
    expect(await readdir(checkpointFolder)).toEqual([]); // Nothing is left of a finished run.
  });

  test('a saved model answers with the numbers of the training run', async () => {
    const result = await train(small({ strategy }));
    const folder = await temporaryFolder();
    await result.save(fileStorage(folder), '');
    result.dispose();
    const model = await loadModel(folder);
    const again = await model.evaluate(dataset);
    expect(again.confusion).toEqual(result.report.test.confusion);
    expect(again.logLoss).toBeCloseTo(result.report.test.logLoss, 5);
    const { path, label } = dataset.splits.test[0]!;
    const [fromPath, fromBytes] = await model.predict([path, await readFile(path)]);
    expect(fromBytes).toEqual(fromPath);
    expect(fromPath!.map(({ label: name }) => name).sort()).toEqual(['spots', 'stripes']);
    expect(fromPath!.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(dataset.labels[label]).toBeDefined();
    model.dispose();
  });
});

test('features are computed once: a second run needs only the cache', async () => {
  const featureCache = await temporaryFolder();
  await weightsAfter(small({ featureCache }));
  const missing: Dataset = {
    ...dataset,
    splits: {
      train: dataset.splits.train.map((sample) => ({ ...sample, path: '/nowhere' })),
      validation: dataset.splits.validation.map((sample) => ({ ...sample, path: '/nowhere' })),
      test: dataset.splits.test.map((sample) => ({ ...sample, path: '/nowhere' })),
    },
  };
  const fromCache = await train(small({ dataset: missing, featureCache }));
  expect(fromCache.report.test.count).toBe(12);
  fromCache.dispose();
});

test('the number of tensors stays flat over 50 epochs and nothing is left after a run', async () => {
  (await train(small({ epochs: 1 }))).dispose(); // tfjs allocates a few constants once.
  const before = tf.memory().numTensors;
  const counts: number[] = [];
  const result = await train(
    small({
      epochs: 50,
      earlyStopping: false,
      onProgress: (event) => event.type === 'epoch' && counts.push(tf.memory().numTensors),
    }),
  );
  expect(counts).toHaveLength(50);
  expect(new Set(counts).size).toBe(1);
  result.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a picture that breaks in the middle is left out with its name, or refused', async () => {
  const folder = await temporaryFolder();
  await drawSyntheticPictures(folder, 10, 5);
  const whole = await loadDataset(folder);
  const victim = whole.splits.train[0]!;
  await truncate(victim.path, 300);
  const notices: string[] = [];
  const options = { dataset: whole, epochs: 1, featureCache: await temporaryFolder() };
  const result = await train(
    small({ ...options, onProgress: (event) => event.type === 'notice' && notices.push(event.message) }),
  );
  result.dispose();
  expect(notices.join()).toContain(victim.id);
  await expect(train(small({ ...options, onBadFile: 'refuse' }))).rejects.toMatchObject({
    name: 'ImageError',
  });
});

test.each<[string, Partial<TrainOptions>, string]>([
  ['a learning rate of 0', { learningRate: 0 }, 'learningRate'],
  ['half an epoch', { epochs: 0.5 }, 'epochs'],
  ['a batch of none', { batchSize: 0 }, 'batchSize'],
  ['an unknown optimiser', { optimizer: 'adagrad' as 'adam' }, 'optimizer'],
  ['an unknown schedule', { schedule: 'linear' as 'cosine' }, 'schedule'],
  ['class weights for a label that is not there', { classWeights: { dogs: 2 } }, 'classWeights.dogs'],
])('%s is refused by name', async (_, options, field) => {
  await expect(train(small(options))).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { field } });
});

test('fine-tuning from inside a block is refused with the nearest valid layers', async () => {
  await expect(train(small({ strategy: fineTuning({ from: 'block6b_dwconv' }) }))).rejects.toMatchObject({
    code: 'NETWORK_INVALID_CUT',
    message: expect.stringContaining('block6b_expand_conv'),
  });
});

test('without a feature cache nothing is left on disk, and the result is the same', async () => {
  const withCache = await weightsAfter(small());
  // Of this test alone: others leave theirs out at the same time.
  const temporary = await mkdtemp(join(tmpdir(), 'graft-temporary-'));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = temporary;
  expect((await weightsAfter(small({ featureCache: false }))).equals(withCache)).toBe(true);
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  expect((await readdir(temporary)).filter((name) => name.startsWith('graft-features-'))).toEqual([]);
});
