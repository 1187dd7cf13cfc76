import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoLeakedTensors } from '@graft/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { imageDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { startEngine } from '../engine/engine.js';
import { exportModel } from '../export/export-model.js';
import { createSession } from '../onnx/session.js';
import { loadModel } from '../prediction/load-model.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { featureExtraction, fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { type TrainResult, train } from './train.js';
import type { TrainOptions } from './types.js';

let folder: string;
let dataset: Dataset;
beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-int8-'));
  await drawSyntheticPictures(join(folder, 'pictures'), 40);
  dataset = await loadDataset(join(folder, 'pictures'), { validationFraction: 0.1, testFraction: 0.1 });
});
afterAll(() => rm(folder, { recursive: true }));

const small = (options: Partial<TrainOptions> = {}): TrainOptions => ({
  dataset,
  backbone: { name: 'efficientnet-lite0', inputSize: 64 },
  featureCache: join(folder, 'cache'),
  epochs: 8,
  precision: 'int8',
  ...options,
});

async function saved(result: TrainResult) {
  const storage = memoryStorage();
  const manifest = await result.save(storage, '');
  const prefix = await storage.read(`prefixes/${manifest.prefix.onnxSha256}.onnx`);
  return { storage, manifest, prefix };
}

describe.each([
  ['feature extraction', featureExtraction()],
  ['fine-tuning', fineTuning({ warmUpEpochs: 4 })],
])('%s on int8 features', (name, strategy) => {
  test('reports what int8 changes, is saved with it, and answers as it did in training', async () => {
    const result = await train(small({ strategy }));
    const { precision, test: measured } = result.report;
    expect(precision).toMatchObject({ used: 'int8', change: { samples: expect.any(Number) } });
    expect(precision.change!.cosine).toBeGreaterThan(0.98);
    expect(precision.change!.relativeError).toBeGreaterThan(0);

    const { storage, manifest, prefix } = await saved(result);
    result.dispose();
    expect(manifest.precision).toEqual(precision);
    expect(Buffer.from(await storage.read('README.md')).toString()).toContain('## Precision');
    const model = await loadModel(storage);
    const served = await model.evaluate(dataset);
    expect(served.logLoss).toBeCloseTo(measured.logLoss, 5);
    expect(served.confusion).toEqual(measured.confusion);

    const decoder = imageDecoder(manifest.preprocessing);
    const { path } = dataset.splits.test[0]!;
    const [answer] = await model.predict([path]);
    model.dispose();
    const out = join(folder, `${name}.onnx`);
    await exportModel(storage, { format: 'onnx', out });
    const file = await readFile(out);
    expect(file.length).toBeLessThan(prefix.length + 20e6);
    const session = await createSession(file);
    const probabilities = await session.run(await decoder.decode(path), 1);
    await session.dispose();
    for (const { label, probability } of answer!) {
      expect(probabilities[dataset.labels.indexOf(label)]).toBeCloseTo(probability, 5);
    }
  });
});

test('the same recipe gives the same integers and weights; another precision has features of its own', async () => {
  const [first, second] = [await train(small()), await train(small({ featureCache: false }))];
  const [a, b] = [await saved(first), await saved(second)];
  expect(a.manifest.prefix.onnxSha256).toBe(b.manifest.prefix.onnxSha256);
  expect(a.manifest.files['weights.safetensors']).toEqual(b.manifest.files['weights.safetensors']);
  const float32 = await train(small({ precision: 'float32' }));
  const c = await saved(float32);
  expect(c.manifest.precision).toEqual({ used: 'float32' });
  expect(a.prefix.length).toBeLessThan(0.4 * c.prefix.length);
  expect(a.manifest.files['weights.safetensors']).not.toEqual(c.manifest.files['weights.safetensors']);
  for (const result of [first, second, float32]) result.dispose();
});

test('auto says what it chose and why', async () => {
  const notices: string[] = [];
  const result = await train(
    small({
      precision: 'auto',
      onProgress: (event) => event.type === 'notice' && notices.push(event.message),
    }),
  );
  const { used, perSecond, change } = result.report.precision;
  expect(perSecond!.float32).toBeGreaterThan(0);
  const isBetter =
    perSecond!.int8 >= 1.1 * perSecond!.float32 && change!.accuracy.int8 >= change!.accuracy.float32 - 0.001;
  expect(used).toBe(isBetter ? 'int8' : 'float32');
  expect(notices.join()).toMatch(isBetter ? /int8 instead of float32/ : /Staying with float32/);
  expect((await saved(result)).manifest.precision!.used).toBe(used);
  result.dispose();
});

test('formats that hold no integers get the network in float32, and say so; halves are refused', async () => {
  const result = await train(small());
  const { storage } = await saved(result);
  result.dispose();
  const out = join(folder, 'tfjs');
  await expect(exportModel(storage, { format: 'tfjs', out })).resolves.toMatchObject({
    notice: expect.stringContaining('float32'),
  });
  await expect(
    exportModel(storage, { format: 'onnx', out: join(folder, 'half.onnx'), float16: true }),
  ).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { field: 'float16' } });
});

test('leaves no tensors behind', async () => {
  (await train(small({ epochs: 1 }))).dispose();
  await expectNoLeakedTensors(async () => {
    (await train(small({ epochs: 1 }))).dispose();
  });
});
