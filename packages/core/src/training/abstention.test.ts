import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { loadModel } from '../prediction/load-model.js';
import { createRandom } from '../random.js';
import { fileStorage } from '../storage/file-storage.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-abstention-'));
const backbone = { name: 'efficientnet-lite0', inputSize: 64 };

let dataset: Dataset;
let featureCache: string;
beforeAll(async () => {
  const pictures = await temporaryFolder();
  featureCache = await temporaryFolder();
  await drawSyntheticPictures(pictures, 40);
  dataset = await loadDataset(pictures, { validationFraction: 0.25, testFraction: 0.25 });
});

/** Noise: neither spots nor stripes. */
function noise(seed: number) {
  const random = createRandom(seed, 'noise');
  return {
    pixels: Uint8Array.from({ length: 96 * 96 * 3 }, () => random.integer(256)),
    height: 96,
    width: 96,
  };
}

describe.each([
  ['feature extraction', featureExtraction()],
  ['fine-tuning', fineTuning({ warmUpEpochs: 5 })],
])('%s', (_, strategy) => {
  test('a saved model marks strange pictures as unknown when it is asked to, and most familiar ones not', async () => {
    const result = await train({ dataset, backbone, featureCache, strategy, epochs: 5 });
    const folder = await temporaryFolder();
    const manifest = await result.save(fileStorage(folder), '');
    result.dispose();
    expect(manifest.abstention!.curve.at(-1)).toMatchObject({ asked: 1, coverage: 1 });
    expect(manifest.files['report.html']!.bytes).toBeGreaterThan(10_000);
    const model = await loadModel(folder);
    const strange = [1, 2, 3].map(noise);
    const familiar = dataset.splits.test.map(({ path }) => path);
    const answers = await model.predict([...strange, ...familiar], { abstain: true });
    const marked = answers.map(([first]) => first!.unknown === true);
    expect(marked.slice(0, 3)).toEqual([true, true, true]);
    expect(marked.slice(3).filter(Boolean).length).toBeLessThan(familiar.length / 2);
    // Asked one by one and without the option: the same answers, unmarked.
    const [alone] = await model.predict([familiar[0]!], { abstain: true });
    expect(alone![0]!.unknown).toBe(answers[3]![0]!.unknown);
    const [unasked] = await model.predict(strange);
    expect(unasked!.every((label) => !('unknown' in label))).toBe(true);
    model.dispose();
  });
});

test('a model without validation pictures says that it cannot abstain', async () => {
  const { splits } = dataset;
  const without = { ...dataset, splits: { ...splits, validation: [] } };
  const result = await train({ dataset: without, backbone, featureCache, epochs: 1, earlyStopping: false });
  const folder = await temporaryFolder();
  const manifest = await result.save(fileStorage(folder), '');
  result.dispose();
  expect(manifest.calibration).toBeUndefined();
  const model = await loadModel(folder);
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await expect(model.predict([picture], { abstain: true })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  model.dispose();
});
