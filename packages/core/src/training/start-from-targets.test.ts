import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LoadDatasetOptions, loadDataset } from '../data/load-dataset.js';
import { loadTargetModel } from '../prediction/load-target-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { keptRows } from './kept-rows.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { drawSyntheticTargets } from './synthetic-targets.js';
import { train } from './train.js';
import { trainTargets } from './train-targets.js';
import type { TrainOptions } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-start-'));
const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
const fractions = { validationFraction: 0.2, testFraction: 0.2 };
const STILL = { epochs: 1, optimizer: 'sgd', learningRate: 1e-9 } as const;
const FEW = { strategy: fineTuning({ warmUpEpochs: 5 }), epochs: 1 };

let folder: string;
let featureCache: string;
beforeAll(async () => {
  [folder, featureCache] = [await temporaryFolder(), await temporaryFolder()];
  await drawSyntheticTargets(folder, 60);
  const labels = (await readFile(join(folder, 'labels.csv'), 'utf8')).split('\n');
  // The first half alone, and all of them with a label more.
  await writeFile(join(folder, 'half.csv'), labels.slice(0, 31).join('\n'));
  const more = labels.slice(1).map((line) => (line.includes('spots|stripes') ? `${line}|both` : line));
  await writeFile(join(folder, 'more.csv'), [labels[0], ...more].join('\n'));
});

describe('going on from a model of several labels', () => {
  test('a label is added from cached features: only the new pictures go through the backbone', async () => {
    const first = await trained('half.csv', 'multi-label');
    const before = await keptRows(featureCache);
    const second = await trained('more.csv', 'multi-label', { startFrom: first.folder });
    expect((await keptRows(featureCache)) - before).toBe(30);
    expect(second.report.startedFrom).toEqual({
      model: first.id,
      labels: ['spots', 'stripes'],
      kept: ['spots', 'stripes'],
    });
    const model = await loadTargetModel(second.folder);
    expect(model.labels).toEqual(['both', 'spots', 'stripes']);
    expect(model.manifest.startedFrom?.model).toBe(first.id);
    model.dispose();
  });

  test('a fine-tuned backbone is gone on from as it was tuned, with its head', async () => {
    const first = await trained('labels.csv', 'multi-label', FEW);
    const still = await trained('labels.csv', 'multi-label', { startFrom: first.folder, ...STILL });
    expectSame(await answersOf(still.folder), await answersOf(first.folder));
    const tuned = await trained('more.csv', 'multi-label', { startFrom: first.folder, ...FEW });
    expect(tuned.report).toMatchObject({ backbone: 'efficientnet-lite0', task: 'multi-label' });
  });

  test('a head with hidden layers is gone on from by steps', async () => {
    const first = await trained('labels.csv', 'multi-label', { head: { dense: [{ units: 8 }] }, epochs: 2 });
    const { report } = await trained('labels.csv', 'multi-label', { startFrom: first.folder });
    expect(report.startedFrom!.kept).toEqual(['spots', 'stripes']);
    expect(report.history.length).toBeGreaterThan(1);
  });
});

describe('going on from a model of numbers', () => {
  test('a head goes on where it stopped, whatever the new numbers are scaled by', async () => {
    const first = await trained('numbers.csv', 'regression');
    const lines = (await readFile(join(folder, 'numbers.csv'), 'utf8')).split('\n');
    await writeFile(
      join(folder, 'bright.csv'),
      lines.filter((line) => !/,0\.[12]\d*,/.test(line)).join('\n'),
    );
    const still = await trained('bright.csv', 'regression', { startFrom: first.folder, ...STILL });
    expectSame(await answersOf(still.folder), await answersOf(first.folder));
  });

  test('other numbers are refused by name', async () => {
    const first = await trained('numbers.csv', 'regression');
    const startFrom = first.folder;
    const targets = ['target_spots'];
    await expect(trained('numbers.csv', 'regression', { startFrom }, targets)).rejects.toMatchObject({
      code: 'OPTION_CONFLICT',
      message: expect.stringMatching(
        /target_brightness, target_spots; the dataset has target_spots.*--targets/,
      ),
      details: { field: 'startFrom' },
    });
  });
});

test('a model of another task is refused, and what to do is said', async () => {
  const numbers = await trained('numbers.csv', 'regression');
  await expect(trained('labels.csv', 'multi-label', { startFrom: numbers.folder })).rejects.toMatchObject({
    code: 'OPTION_CONFLICT',
    message: expect.stringMatching(/made for regression.*read for multi-label.*--task regression/),
  });
  const pictures = await temporaryFolder();
  await drawSyntheticPictures(pictures, 10);
  const dataset = await loadDataset(pictures, fractions);
  await expect(train({ dataset, featureCache, startFrom: numbers.folder })).rejects.toMatchObject({
    code: 'OPTION_CONFLICT',
    message: expect.stringMatching(/made for regression.*read for single-label/),
  });
  const plain = await train({ dataset, featureCache, backbone });
  const startFrom = await temporaryFolder();
  await plain.save(fileStorage(startFrom), '');
  plain.dispose();
  await expect(trained('labels.csv', 'multi-label', { startFrom })).rejects.toMatchObject({
    code: 'OPTION_CONFLICT',
    message: expect.stringMatching(/made for single-label.*--task single-label/),
  });
});

async function trained(
  manifest: string,
  task: NonNullable<LoadDatasetOptions['task']>,
  options: Partial<TrainOptions> = {},
  targets?: readonly string[],
) {
  const dataset = await loadDataset(join(folder, manifest), { task, targets, ...fractions });
  const own = options.startFrom ? undefined : backbone;
  const result = await trainTargets({ dataset, backbone: own, featureCache, ...options });
  const place = await temporaryFolder();
  const { id } = await result.save(fileStorage(place), '');
  result.dispose();
  return { id, folder: place, report: result.report };
}

/** Probabilities or numbers of some pictures, label by label. */
async function answersOf(place: string): Promise<number[]> {
  const model = await loadTargetModel(place);
  const answers = await model.predict([0, 1, 2, 3].map((i) => join(folder, `${i}.png`)));
  model.dispose();
  return answers.flatMap((answer) =>
    'values' in answer
      ? answer.values.map(({ value }) => value)
      : model.labels.map((label) => answer.all.find((one) => one.label === label)!.probability),
  );
}

function expectSame(received: readonly number[], expected: readonly number[]): void {
  received.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 4);
  });
}
