import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoLeakedTensors } from '@graft/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { startEngine } from '../engine/engine.js';
import { softmax } from '../evaluation/calibration.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { ProgressEvent } from '../progress.js';
import { createRandom } from '../random.js';
import { fitCrossValidatedHead, fitsIntoMemory } from './cross-validated-head.js';
import { buildHead, resolveHead } from './head.js';
import { joinedFeatures } from './joined-features.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import { trainableNetwork } from './trainable-network.js';
import { logitsOf } from './training-step.js';
import { weightsAfter } from './weights-after.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-cross-validated-'));

beforeAll(() => startEngine());

describe('on two overlapping clouds of known density', () => {
  const [some, others] = [clouds(800, 1), clouds(200, 2)];

  test('the penalty of the lowest cross-validated loss is kept, and answers come near the true probabilities', async () => {
    const network = trainableNetwork(undefined, buildHead(8, 2, resolveHead('linear'), 1));
    const { history, outOfFold } = await fitCrossValidatedHead(network, some, others, {});
    const losses = history.map(({ validationLoss }) => validationLoss);
    expect(Math.min(...losses)).toBe(losses.at(-2)); // The one after it was worse, and the last to be tried.
    // Centres at ±1 along the first axis: the logit of the second cloud is twice the first number.
    const rows = await some.read([...some.labels.keys()]);
    const answers = softmax(logitsOf(network, rows, [800, 8]), 800);
    const errors = [...some.labels.keys()].map((i) =>
      Math.abs(answers[2 * i + 1]! - 1 / (1 + Math.exp(-2 * rows[8 * i]!))),
    );
    expect(errors.reduce((a, b) => a + b) / 800).toBeLessThan(0.05);
    expect(outOfFold.features.samples).toHaveLength(1000);
    expect(outOfFold.logits).toHaveLength(2000);
    network.head.dispose();
  });

  test('leaves no tensor behind', async () => {
    const network = trainableNetwork(undefined, buildHead(8, 2, resolveHead('linear'), 1));
    await expectNoLeakedTensors(async () => {
      await fitCrossValidatedHead(network, some, others, {});
    });
    network.head.dispose();
  });

  test('a signal stops it', async () => {
    const network = trainableNetwork(undefined, buildHead(8, 2, resolveHead('linear'), 1));
    const signal = AbortSignal.abort();
    await expect(fitCrossValidatedHead(network, some, others, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    network.head.dispose();
  });

  test('samples of two sets are read from either, in any order', async () => {
    const both = joinedFeatures(some, others);
    expect(both.labels[803]).toBe(others.labels[3]);
    const rows = await both.read([803, 7, 800]);
    expect([...rows.subarray(0, 8)]).toEqual([...(await others.read([3]))]);
    expect([...rows.subarray(8, 16)]).toEqual([...(await some.read([7]))]);
    expect([...rows.subarray(16)]).toEqual([...(await others.read([0]))]);
  });

  test('more than fits into memory is left to training by steps', () => {
    expect(fitsIntoMemory(some, others)).toBe(true);
    expect(fitsIntoMemory({ ...some, shape: [50_000] }, others)).toBe(false);
  });
});

describe('a run that leaves the head to Graft', () => {
  let dataset: Dataset;
  let featureCache: string;
  beforeAll(async () => {
    const pictures = await temporaryFolder();
    featureCache = await temporaryFolder();
    await drawSyntheticPictures(pictures, 30);
    dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
  });
  const backbone = { name: 'efficientnet-lite0', inputSize: 64 };

  test('learns from validation pictures too, is calibrated by all of them, and says how it chose', async () => {
    const notices: string[] = [];
    const onProgress = (event: ProgressEvent) => event.type === 'notice' && notices.push(event.message);
    const { report, dispose } = await train({ dataset, backbone, featureCache, onProgress });
    const { splits } = dataset;
    expect(report.calibration!.samples).toBe(splits.train.length + splits.validation.length);
    expect(report.validation!.count).toBe(splits.train.length + splits.validation.length);
    expect(report.test.accuracy).toBeGreaterThan(0.8);
    expect(notices.join()).toMatch(/L2 penalty .* lowest loss in cross-validation/);
    dispose();
  });

  test('gives the same weights bit for bit', async () => {
    const options = { dataset, backbone, featureCache };
    expect((await weightsAfter(options)).equals(await weightsAfter(options))).toBe(true);
  });

  test('is calibrated, and can abstain, without any validation pictures', async () => {
    const without = { ...dataset, splits: { ...dataset.splits, validation: [] } };
    const { report, dispose } = await train({ dataset: without, backbone, featureCache });
    expect(report.calibration!.samples).toBe(dataset.splits.train.length);
    expect(report.abstention!.curve.at(-1)).toMatchObject({ asked: 1, coverage: 1 });
    dispose();
  });

  test('never learns from validation pictures that the dataset came with', async () => {
    const own = { ...dataset, hasOwnValidation: true };
    const { report, dispose } = await train({ dataset: own, backbone, featureCache });
    expect(report.history.every(({ l2 }) => l2 !== undefined)).toBe(true);
    expect(report.calibration!.samples).toBe(dataset.splits.validation.length);
    dispose();
    const unlike = own.splits.validation.map((sample) => ({ ...sample, label: 1 - sample.label }));
    const strange = { ...own, splits: { ...own.splits, validation: unlike } };
    const other = await train({ dataset: strange, backbone, featureCache });
    // Wrong labels choose another penalty and temperature, but teach nothing.
    expect(other.report.test.accuracy).toBe(report.test.accuracy);
    other.dispose();
  });

  test('goes by epochs as soon as anything of them is asked for', async () => {
    const { report, dispose } = await train({ dataset, backbone, featureCache, earlyStopping: 2 });
    expect(report.history.every(({ l2, learningRate }) => l2 === undefined && learningRate > 0)).toBe(true);
    expect(report.calibration!.samples).toBe(dataset.splits.validation.length);
    dispose();
  });
});

/** Two clouds of deviation 1 around -1 and 1 on the first of eight axes. */
function clouds(count: number, seed: number): FeatureSet {
  const random = createRandom(seed, 'clouds');
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const rows = Float32Array.from(
    { length: 8 * count },
    (_, i) => random.normal() + (i % 8 === 0 ? 2 * labels[i / 8]! - 1 : 0),
  );
  return {
    samples: Array.from(labels, (label, i) => ({ id: `${seed}-${i}`, path: '', sha256: '', label })),
    labels,
    shape: [8],
    read: async (positions) =>
      Float32Array.from(positions.flatMap((position) => [...rows.subarray(8 * position, 8 * position + 8)])),
  };
}
