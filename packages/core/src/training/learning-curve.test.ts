import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { learningCurve } from './learning-curve.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';

test('a learning curve grows to what training on everything reaches', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-curve-'));
  await drawSyntheticPictures(folder, 50);
  const dataset = await loadDataset(folder, { validationFraction: 0.1, testFraction: 0.3 });
  const options = {
    dataset,
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    featureCache: await mkdtemp(join(tmpdir(), 'graft-curve-')),
  };
  const points = await learningCurve(options);
  expect(points.map(({ pictures }) => pictures)).toEqual([4, 8, 15, 30, 60]);
  const [first, last] = [points[0]!, points.at(-1)!];
  expect(last.accuracy).toBeGreaterThanOrEqual(first.accuracy);
  for (const { accuracy, lowest, highest } of points) {
    expect(lowest).toBeLessThanOrEqual(accuracy);
    expect(highest).toBeGreaterThanOrEqual(accuracy);
  }
  const whole = await train({ ...options, optimizer: 'lbfgs' });
  expect(last.accuracy).toBeCloseTo(whole.report.test.accuracy, 6);
  whole.dispose();
  expect(await learningCurve(options)).toEqual(points);
});
