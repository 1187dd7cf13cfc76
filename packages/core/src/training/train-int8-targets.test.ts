import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { imageDecoder } from '../data/preprocessing.js';
import { exportModel } from '../export/export-model.js';
import { createSession } from '../onnx/session.js';
import { loadTargetModel } from '../prediction/load-target-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { drawSyntheticTargets } from './synthetic-targets.js';
import { trainTargets } from './train-targets.js';
import type { TrainOptions } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-int8-targets-'));

let folder: string;
let featureCache: string;
beforeAll(async () => {
  [folder, featureCache] = [await temporaryFolder(), await temporaryFolder()];
  await drawSyntheticTargets(folder, 100);
});

const run = async (task: 'multi-label' | 'regression', options: Partial<TrainOptions> = {}) => {
  const manifest = join(folder, task === 'regression' ? 'numbers.csv' : 'labels.csv');
  const dataset = await loadDataset(manifest, { task, validationFraction: 0.2, testFraction: 0.2 });
  const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
  const result = await trainTargets({ dataset, backbone, featureCache, precision: 'int8', ...options });
  const place = await temporaryFolder();
  const manifestOf = await result.save(fileStorage(place), '');
  result.dispose();
  return { dataset, report: result.report, place, manifest: manifestOf };
};

describe.each([
  ['multi-label', 'mean average precision'],
  ['regression', 'R²'],
] as const)('%s on int8 features', (task, measure) => {
  test('reports what int8 changes, is saved with it, and answers as it did in training', async () => {
    const { dataset, report, place, manifest } = await run(task);
    const { used, change } = report.precision;
    expect(used).toBe('int8');
    expect(change).toMatchObject({ measure, samples: expect.any(Number) });
    expect(change!.cosine).toBeGreaterThan(0.98);
    expect(change!.accuracy.int8).toBeGreaterThan(change!.accuracy.float32 - 0.2);
    expect(manifest.precision).toEqual(report.precision);
    expect(await readFile(join(place, 'README.md'), 'utf8')).toContain(`cross-validated ${measure}`);

    const model = await loadTargetModel(place);
    const served = await model.evaluate(dataset);
    if ('perLabel' in served && 'perLabel' in report.test) {
      expect(served.logLoss).toBeCloseTo(report.test.logLoss, 5);
    } else if ('perTarget' in served && 'perTarget' in report.test) {
      const [first, measured] = [served.perTarget[0]!, report.test.perTarget[0]!];
      expect(first.meanAbsoluteError.value).toBeCloseTo(measured.meanAbsoluteError.value, 4);
    } else throw new Error('another task');

    const { path } = dataset.splits.test[0]!;
    const [answer] = await model.predict([path]);
    const out = join(await temporaryFolder(), 'whole.onnx');
    await exportModel(place, { format: 'onnx', out });
    const session = await createSession(await readFile(out));
    const row = await session.run(await imageDecoder(manifest.preprocessing).decode(path), 1);
    await session.dispose();
    const said =
      'values' in answer!
        ? answer.values.map(({ value }) => value)
        : model.labels.map((label) => answer!.all.find((one) => one.label === label)!.probability);
    model.dispose();
    said.forEach((value, i) => {
      expect(row[i]).toBeCloseTo(value, 4);
    });
  });
});

test('auto says what it chose and why, by the measure of the task', async () => {
  const notices: string[] = [];
  const { report, manifest } = await run('multi-label', {
    precision: 'auto',
    onProgress: (event) => event.type === 'notice' && notices.push(event.message),
  });
  const { used, perSecond, change } = report.precision;
  const isBetter =
    perSecond!.int8 >= 1.1 * perSecond!.float32 && change!.accuracy.int8 >= change!.accuracy.float32 - 0.001;
  expect(used).toBe(isBetter ? 'int8' : 'float32');
  expect(manifest.precision!.used).toBe(used);
  expect(notices.join()).toMatch(isBetter ? /int8 instead of float32/ : /Staying with float32/);
  if (change) expect(notices.join()).toContain('cross-validated mean average precision');
});
