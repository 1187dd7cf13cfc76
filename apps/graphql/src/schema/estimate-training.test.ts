import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { drawPictures } from '../training/testing.js';
import { jobHandlers } from '../worker/job-handlers.js';
import { runWorker } from '../worker/run-worker.js';

let service: TestApp;
let dataset: string;

beforeAll(async () => {
  service = await testApp();
  await runWorker(service.app, jobHandlers, 1);
  const { createDataset } = await service.execute(
    `mutation ($folder: String!) {
      createDataset(input: { name: "colours", source: { folder: $folder } }) { dataset { id } }
    }`,
    { folder: await drawPictures(join(service.folder, 'colours'), 8) },
  );
  dataset = createDataset.dataset.id;
  await vi.waitFor(async () => expect(await countPictures()).toBe(16), { timeout: 50_000, interval: 200 });
}, 60_000);
afterAll(() => service?.close());

const countPictures = async () =>
  (await service.execute('query ($id: ID!) { dataset(id: $id) { pictureCount } }', { id: dataset })).dataset
    .pictureCount;

async function estimate(input: Record<string, unknown> = {}) {
  const { estimateTraining } = await service.execute(
    `query ($input: EstimateTrainingInput!) {
      estimateTraining(input: $input) { name solvesHead secondsLow secondsHigh downloadBytes epochs learningRate }
    }`,
    { input: { dataset, ...input } },
  );
  return estimateTraining;
}

describe('an estimate', () => {
  test('fills in the defaults of the strategy', async () => {
    expect(await estimate()).toMatchObject({ epochs: 50, learningRate: 1e-3, downloadBytes: null });
    const tuned = await estimate({ strategy: { fineTuning: {} } });
    expect(tuned).toMatchObject({ epochs: 10, learningRate: 3e-4, solvesHead: false });
    expect(tuned.secondsHigh).toBeGreaterThan(0);
  });

  test('says what the model will be called, and whether epochs are of any use', async () => {
    expect(await estimate()).toMatchObject({ name: 'colours', solvesHead: true });
    expect(await estimate({ epochs: 5 })).toMatchObject({ epochs: 5, solvesHead: false });
  });

  test('grows with what is computed: a larger network, more that learns, variations', async () => {
    const { secondsHigh } = await estimate();
    const high = async (input: Record<string, unknown>) => (await estimate(input)).secondsHigh;
    expect(await high({ backbone: 'vgg16' })).toBeGreaterThan(secondsHigh);
    expect(await high({ augmentation: { preset: 'STANDARD' } })).toBeGreaterThan(secondsHigh);
    const from = (layer: string) => high({ strategy: { fineTuning: { from: layer } } });
    expect(await from('block2a_expand_conv')).toBeGreaterThan(await from('block6a_expand_conv'));
  });

  test('counts the weights that have to be fetched', async () => {
    expect((await estimate({ backbone: 'mobilenet-v2' })).downloadBytes).toBe(4 * 2_257_984);
  });

  test('of what cannot be carried out says why', async () => {
    await expect(estimate({ backbone: 'vgg61' })).rejects.toThrow('There is no backbone "vgg61"');
  });
});

describe('a backbone', () => {
  test('tells its facts and its blocks', async () => {
    const { backbone } = await service.execute(
      '{ backbone(name: "vgg16") { title topOne parameters bytes inputSize licence embedded fineTuneFrom blocks { name firstLayer } } }',
    );
    expect(backbone).toMatchObject({
      title: 'VGG16',
      parameters: 14_714_688,
      inputSize: 224,
      embedded: false,
    });
    expect(backbone.blocks.map(({ firstLayer }: { firstLayer: string }) => firstLayer)).toContain(
      backbone.fineTuneFrom,
    );
  });
});

test('a picture shows the variations that a training would learn from', async () => {
  const { dataset: found } = await service.execute(
    `query ($id: ID!) {
      dataset(id: $id) { pictures(first: 1) { edges { node { variations(preset: STRONG, count: 3) } } } }
    }`,
    { id: dataset },
  );
  const { variations } = found.pictures.edges[0].node;
  expect(new Set(variations).size).toBe(3);
  for (const each of variations) expect(each).toMatch(/^data:image\/jpeg;base64,/);
});
