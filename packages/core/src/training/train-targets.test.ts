import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LoadDatasetOptions, loadDataset } from '../data/load-dataset.js';
import { imageDecoder } from '../data/preprocessing.js';
import { exportModel } from '../export/export-model.js';
import { createSession } from '../onnx/session.js';
import { loadModel } from '../prediction/load-model.js';
import {
  loadTargetModel,
  type MultiLabelAnswer,
  type RegressionAnswer,
} from '../prediction/load-target-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticTargets } from './synthetic-targets.js';
import { train } from './train.js';
import { trainTargets } from './train-targets.js';
import type { TrainOptions } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-several-'));

let folder: string;
let featureCache: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  featureCache = await temporaryFolder();
  await drawSyntheticTargets(folder, 120);
});

describe('several labels a picture', () => {
  test('are learned, saved, answered with tuned thresholds, and exported', async () => {
    const { report, place, dataset } = await trained('labels.csv', 'multi-label');
    if (report.task !== 'multi-label') throw new Error('another task');
    expect(report.test.meanAveragePrecision).toBeGreaterThan(0.9);
    expect(report.baselines.meanAveragePrecision).toBeLessThan(0.7);
    expect(report.test.subsetAccuracy).toBeGreaterThan(report.baselines.subsetAccuracy);

    const model = await loadTargetModel(place);
    expect(model.labels).toEqual(['spots', 'stripes']);
    expect(await model.evaluate(dataset)).toMatchObject({ subsetAccuracy: report.test.subsetAccuracy });
    const sample = dataset.splits.train.find(({ targets }) => targets!.join() === '1,1')!;
    const [answer] = (await model.predict([sample.path])) as [MultiLabelAnswer];
    expect(answer.labels.map(({ label }) => label).sort()).toEqual(['spots', 'stripes']);
    const noPicture = Buffer.from('no picture');
    expect(await model.predictEach([noPicture, sample.path])).toEqual([
      expect.objectContaining({ code: 'IMAGE_FORMAT' }),
      answer,
    ]);
    await expect(model.predict([sample.path, noPicture])).rejects.toMatchObject({ code: 'IMAGE_FORMAT' });

    const out = join(await temporaryFolder(), 'whole.onnx');
    await exportModel(place, { format: 'onnx', out });
    for (const format of ['keras', 'tfjs'] as const)
      await exportModel(place, { format, out: `${out}.${format}` });
    const session = await createSession(await readFile(out));
    const row = await session.run(await imageDecoder(model.manifest.preprocessing).decode(sample.path), 1);
    for (const { label, probability } of answer.all) {
      expect(row[model.labels.indexOf(label)]).toBeCloseTo(probability, 5);
    }
    await session.dispose();
    model.dispose();
    await expect(loadModel(place)).rejects.toMatchObject({ code: 'BUNDLE_TASK' });
    expect(await readFile(join(place, 'report.html'), 'utf8')).toMatch(/Label by label/);
  });

  test('are learned by steps too, and by fine-tuning', async () => {
    const { report } = await trained('labels.csv', 'multi-label', {
      strategy: fineTuning({ warmUpEpochs: 20 }),
      epochs: 2,
      earlyStopping: 2,
    });
    if (report.task !== 'multi-label') throw new Error('another task');
    expect(report.history.some(({ phase }) => phase === 'warm-up')).toBe(true);
    expect(report.test.meanAveragePrecision).toBeGreaterThan(0.85);
  });
});

describe('numbers', () => {
  test('are learned in their own units, saved and answered', async () => {
    const { report, place, dataset } = await trained('numbers.csv', 'regression');
    if (report.task !== 'regression') throw new Error('another task');
    const [brightness] = report.test.perTarget;
    expect(brightness!.r2.value).toBeGreaterThan(0.5);
    expect(brightness!.meanAbsoluteError.value).toBeLessThan(report.baselines.meanAbsoluteError[0]!);

    const model = await loadTargetModel(place);
    const measured = await model.evaluate(dataset);
    if (!('perTarget' in measured)) throw new Error('another task');
    expect(measured.perTarget[0]!.meanAbsoluteError.value).toBeCloseTo(
      brightness!.meanAbsoluteError.value,
      4,
    );
    const [answer] = (await model.predict([dataset.splits.test[0]!.path])) as [RegressionAnswer];
    expect(answer.values.map(({ target }) => target)).toEqual(['target_brightness', 'target_spots']);
    model.dispose();
  });

  test('what needs one label a picture is refused by name', async () => {
    await expect(trained('numbers.csv', 'regression', { sampling: 'balanced' })).rejects.toMatchObject({
      code: 'OPTION_CONFLICT',
      details: { field: 'sampling' },
    });
    const dataset = await loadDataset(join(folder, 'numbers.csv'), { task: 'regression' });
    await expect(train({ dataset })).rejects.toMatchObject({
      message: expect.stringMatching(/trainTargets/),
    });
  });
});

async function trained(
  manifest: string,
  task: NonNullable<LoadDatasetOptions['task']>,
  options: Partial<TrainOptions> = {},
) {
  const dataset = await loadDataset(join(folder, manifest), {
    task,
    validationFraction: 0.2,
    testFraction: 0.25,
  });
  const backbone = { name: 'efficientnet-lite0', inputSize: 96 };
  const result = await trainTargets({ dataset, backbone, featureCache, ...options });
  const place = await temporaryFolder();
  await result.save(fileStorage(place), '');
  result.dispose();
  return { report: result.report, place, dataset };
}
