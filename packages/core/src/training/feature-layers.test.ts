import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBundle } from '../bundle/read-bundle.js';
import { loadDataset } from '../data/load-dataset.js';
import { gradCamOfBundle } from '../explanation/grad-cam-of-bundle.js';
import { loadModel } from '../prediction/load-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import type { TrainingRecipe } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-layers-'));
const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
const BOTH = ['block7a_activation', 'top_activation'];

let pictures: string;
let featureCache: string;
beforeAll(async () => {
  [pictures, featureCache] = [await temporaryFolder(), await temporaryFolder()];
  await drawSyntheticPictures(pictures, 20);
});

/** Trains and saves. @returns the saved model and its folder. */
async function trained(recipe: TrainingRecipe) {
  const dataset = await loadDataset(pictures, { validationFraction: 0.2, testFraction: 0.2 });
  const result = await train({ dataset, featureCache, backbone, ...recipe });
  const folder = join(await temporaryFolder(), 'model');
  const manifest = await result.save(fileStorage(folder), '');
  result.dispose();
  return { folder, manifest, test: dataset.splits.test };
}

describe('layers that the head reads', () => {
  test('are the last two wide ones of EfficientNet-Lite0 by default, in the saved model too', async () => {
    const { folder, manifest, test: held } = await trained({ strategy: featureExtraction() });
    expect(manifest.head.featureLayers).toEqual(BOTH);
    expect(manifest.prefix.featureShape).toEqual([1152 + 1280]);
    const model = await loadModel(folder);
    const answers = await model.predict(held.map(({ path }) => path));
    const right = answers.filter(([best], i) => best!.label === model.labels[held[i]!.label]).length;
    expect(right / held.length).toBeCloseTo(manifest.metrics.test.accuracy, 5);
    await model.dispose();
    const gradCam = await gradCamOfBundle(await readBundle(fileStorage(folder), ''));
    expect(gradCam.layers).toEqual(BOTH);
    gradCam.dispose();
  });

  test('are the last one alone where the head asks for a pooling', async () => {
    const { manifest } = await trained({ head: { pooling: 'average' } });
    expect(manifest.head.featureLayers).toBeUndefined();
    expect(manifest.prefix.featureShape).toEqual([1280]);
  });

  test('are those that are named, up to the highest of them', async () => {
    const { manifest } = await trained({ head: { featureLayers: ['block5c_add', 'block4c_add'] } });
    expect(manifest.prefix.featureShape).toEqual([80 + 112]);
    expect(manifest.prefix.lastLayer).toBe('joined_features');
  });

  test('give way by default where fine-tuning starts above one of them', async () => {
    const brief = { epochs: 1, strategy: fineTuning({ from: 'top_conv', warmUpEpochs: 1 }) };
    const { manifest } = await trained(brief);
    expect(manifest.head.featureLayers).toBeUndefined();
    await expect(trained({ ...brief, head: { featureLayers: BOTH } })).rejects.toMatchObject({
      code: 'NETWORK_INVALID_CUT',
    });
  });

  test('learn with the rest where fine-tuning starts below them, and are kept by a model that goes on', async () => {
    const brief = { epochs: 1, strategy: fineTuning({ from: 'block7a_expand_conv', warmUpEpochs: 1 }) };
    const { folder, manifest } = await trained(brief);
    expect(manifest.head.featureLayers).toEqual(BOTH);
    const next = await trained({ backbone: undefined, startFrom: folder });
    expect(next.manifest.head.featureLayers).toEqual(BOTH);
  });

  test.each([
    { featureLayers: ['block9a_add'], error: { code: 'NETWORK_UNKNOWN_LAYER' } },
    { featureLayers: [], error: { code: 'OPTION_INVALID', details: { field: 'head.featureLayers' } } },
  ])('are refused when they are $featureLayers', async ({ featureLayers, error }) => {
    await expect(trained({ head: { featureLayers } })).rejects.toMatchObject(error);
  });
});
