import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { loadModel } from '../prediction/load-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { keptRows } from './kept-rows.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-start-'));
const fractions = { validationFraction: 0.2, testFraction: 0.2 };

let two: string;
let three: string;
let featureCache: string;
beforeAll(async () => {
  [two, three, featureCache] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  await drawSyntheticPictures(two, 20);
  await cp(two, three, { recursive: true });
  await addPlainPictures(join(three, 'plain'), 20);
});

describe('going on from a saved model', () => {
  test('a label is added from cached features: only the new pictures go through the backbone', async () => {
    const first = await trained(two, { epochs: 10 });
    const before = await keptRows(featureCache);
    const second = await trained(three, { startFrom: first.folder, epochs: 20 });
    expect((await keptRows(featureCache)) - before).toBe(20);
    expect(second.report.startedFrom).toEqual({
      model: first.id,
      labels: ['spots', 'stripes'],
      kept: ['spots', 'stripes'],
    });
    expect(second.report.test.accuracy).toBeGreaterThan(0.8);
    const model = await loadModel(second.folder);
    expect(model.labels).toEqual(['plain', 'spots', 'stripes']);
    expect(model.manifest.startedFrom?.model).toBe(first.id);
    model.dispose();
  });

  test('a head goes on where it stopped', async () => {
    const first = await trained(two, { epochs: 30, optimizer: 'adam' });
    const again = await trained(two, {
      startFrom: first.folder,
      epochs: 1,
      optimizer: 'adam',
      learningRate: 1e-6,
    });
    const fresh = await trained(two, { epochs: 1, optimizer: 'adam', learningRate: 1e-6 });
    expect(again.report.test.logLoss).toBeLessThan(fresh.report.test.logLoss / 2);
  });

  test('a fine-tuned backbone is gone on from as it was tuned', async () => {
    const first = await trained(two, {
      strategy: fineTuning({ warmUpEpochs: 5 }),
      epochs: 2,
      learningRate: 1e-3,
    });
    const answers = await answersOf(first.folder);
    // A head that may not move, on a backbone that is frozen: what changes the answers is the network alone.
    const still = await trained(two, {
      startFrom: first.folder,
      epochs: 1,
      optimizer: 'sgd',
      learningRate: 1e-9,
    });
    expect(sameOrder(await answersOf(still.folder), answers)).toBe(true);
    const tuned = await trained(three, {
      startFrom: first.folder,
      strategy: fineTuning({ warmUpEpochs: 5 }),
      epochs: 1,
    });
    expect(tuned.report.backbone).toBe('efficientnet-lite0');
    expect(tuned.report.test.accuracy).toBeGreaterThan(0.8);
  });

  test('what does not fit the model is refused by name', async () => {
    const first = await trained(two, { epochs: 1 });
    const refused = (options: Partial<TrainOptions>) => trained(two, { startFrom: first.folder, ...options });
    await expect(refused({ backbone: 'vgg16' })).rejects.toMatchObject({
      code: 'OPTION_CONFLICT',
      message: expect.stringMatching(/efficientnet-lite0.*vgg16/),
    });
    await expect(refused({ backbone: { name: 'efficientnet-lite0', inputSize: 96 } })).rejects.toMatchObject({
      code: 'OPTION_CONFLICT',
      message: expect.stringMatching(/inputSize 64.*96/),
    });
    await expect(trained(two, { startFrom: join(two, 'nowhere') })).rejects.toMatchObject({
      code: 'BUNDLE_NOT_FOUND',
    });
  });
});

async function trained(data: string, options: Partial<TrainOptions>) {
  const backbone = options.startFrom ? undefined : { name: 'efficientnet-lite0', inputSize: 64 };
  const dataset = await loadDataset(data, fractions);
  const result = await train({ dataset, featureCache, backbone, strategy: featureExtraction(), ...options });
  const folder = await temporaryFolder();
  const { id } = await result.save(fileStorage(folder), '');
  result.dispose();
  return { id, folder, report: result.report };
}

/** Probability of spots for some pictures. */
async function answersOf(folder: string): Promise<number[]> {
  const model = await loadModel(folder);
  const answers = await model.predict(Array.from({ length: 10 }, (_, i) => join(two, 'stripes', `${i}.png`)));
  model.dispose();
  return answers.map((labels) => labels.find(({ label }) => label === 'spots')!.probability);
}

/** A temperature may lie between the two: it moves probabilities, not their order. */
function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  const order = (values: readonly number[]) => [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  return order(a).join() === order(b).join();
}

async function addPlainPictures(folder: string, count: number): Promise<void> {
  await mkdir(folder);
  for (let i = 0; i < count; i++) {
    const background = { r: (i * 53) % 256, g: (i * 97) % 256, b: (i * 31) % 256 };
    await sharp({ create: { width: 96, height: 96, channels: 3, background } }).toFile(
      join(folder, `${i}.png`),
    );
  }
}
