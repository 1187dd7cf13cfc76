import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectNoLeakedTensors } from '@graft/testing';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBundle } from '../bundle/read-bundle.js';
import { loadDataset } from '../data/load-dataset.js';
import { imageDecoder } from '../data/preprocessing.js';
import type { Dataset } from '../data/types.js';
import { ImageError } from '../errors.js';
import { fileStorage } from '../storage/file-storage.js';
import { memoryStorage } from '../storage/memory-storage.js';
import type { Storage } from '../storage/types.js';
import { drawSyntheticPictures } from '../training/synthetic-pictures.js';
import { train } from '../training/train.js';
import { type LabelProbability, loadModel, type Model } from './load-model.js';
import { loadWithTensorFlow } from './load-with-tensorflow.js';

let dataset: Dataset;
let storage: Storage;
let model: Model;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-predict-'));
  await drawSyntheticPictures(folder, 12);
  dataset = await loadDataset(folder);
  storage = memoryStorage();
  const result = await train({
    dataset,
    // Random weights are nobody's embedded ones, so the frozen part has to be saved.
    backbone: { name: 'mobilenet', alpha: 0.25, inputSize: 64, weights: 'random' },
    featureCache: false,
    epochs: 3,
  });
  await result.save(storage, 'models/shapes');
  result.dispose();
  model = await loadModel(storage, 'models/shapes');
});

describe('prediction', () => {
  test('gives the same answer for a path, its bytes and its raw pixels', async () => {
    const { path } = dataset.splits.train[0]!;
    const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const raw = { pixels: new Uint8Array(data), height: info.height, width: info.width };
    const [fromPath, fromBytes, fromPixels] = await model.predict([path, await readFile(path), raw]);
    expect(fromBytes).toEqual(fromPath);
    expect(fromPixels).toEqual(fromPath);
  });

  test('gives a picture in a large batch what it gives it alone', async () => {
    const paths = dataset.splits.train.map(({ path }) => path);
    const many = await model.predict([...paths, ...paths, ...paths]);
    expect(many).toHaveLength(paths.length * 3);
    const [alone] = await model.predict([paths.at(-1)!]);
    alone!.forEach(({ label, probability }, i) => {
      expect(many.at(-1)![i]!.label).toBe(label);
      expect(many.at(-1)![i]!.probability).toBeCloseTo(probability, 5);
    });
  });

  test('orders labels by probability and gives as many as asked for', async () => {
    const { path } = dataset.splits.test[0]!;
    const [all] = await model.predict([path]);
    expect(all).toHaveLength(2);
    expect(all![0]!.probability).toBeGreaterThanOrEqual(all![1]!.probability);
    expect(await model.predict([path], { topK: 1 })).toEqual([[all![0]]]);
    expect(await model.predict([])).toEqual([]);
  });

  test.each([0, 1.5, -1])('refuses topK %d', async (topK) => {
    await expect(model.predict([], { topK })).rejects.toMatchObject({ details: { field: 'topK' } });
  });

  test('names a picture that cannot be decoded', async () => {
    await expect(model.predict([Buffer.from('not a picture')])).rejects.toMatchObject({ name: 'ImageError' });
    await expect(model.predict(['/no/such.jpg'])).rejects.toThrow(/\/no\/such\.jpg/);
  });

  test('answers every picture that can be decoded, and says why not of each other one', async () => {
    const { path } = dataset.splits.test[0]!;
    const answers = await model.predictEach([path, Buffer.from('no'), path, '/no/such.jpg'], { topK: 1 });
    const alone = (await model.predict([path], { topK: 1 }))[0]!;
    for (const at of [0, 2]) {
      expect(answers[at]).toMatchObject([{ label: alone[0]!.label }]);
      expect((answers[at] as LabelProbability[])[0]!.probability).toBeCloseTo(alone[0]!.probability, 5);
    }
    expect([answers[1], answers[3]].map((error) => error instanceof ImageError && error.code)).toEqual([
      'IMAGE_FORMAT',
      'IMAGE_NOT_FOUND',
    ]);
    const noneGood = await model.predictEach([Buffer.from('no')]);
    expect(noneGood[0]).toBeInstanceOf(ImageError);
    expect(await model.predictEach([])).toEqual([]);
  });

  test('answers 200 calls at a time as it answers each alone', async () => {
    const paths = Object.values(dataset.splits).flatMap((samples) => samples.map(({ path }) => path));
    const alone = new Map<string, LabelProbability[]>();
    for (const path of paths) alone.set(path, (await model.predict([path]))[0]!);
    const calls = Array.from({ length: 200 }, (_, i) => paths[i % paths.length]!);
    const answers = await Promise.all(calls.map((path) => model.predict([path])));
    answers.forEach(([answer], i) => {
      expect(answer).toEqual(alone.get(calls[i]!));
    });
  });

  test('refuses raw pixels whose size is not height times width', async () => {
    const raw = { pixels: new Uint8Array(10), height: 2, width: 2 };
    await expect(model.predict([raw])).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { field: 'pixels' },
    });
  });

  test('leaves no tensor behind', async () => {
    const { path } = dataset.splits.test[0]!;
    await model.predict([path]);
    await expectNoLeakedTensors(() => model.predict([path]));
  });
});

describe('a saved model', () => {
  test('keeps its frozen part once, beside every model of the storage', async () => {
    const keys = await storage.list();
    expect(keys.filter((key) => key.startsWith('prefixes/')).map((key) => key.split('.')[1])).toEqual(
      expect.arrayContaining(['safetensors', 'onnx']),
    );
    expect(keys.filter((key) => key.startsWith('models/'))).toEqual([
      'models/shapes/README.md',
      'models/shapes/familiarity.safetensors',
      'models/shapes/map.json',
      'models/shapes/model.json',
      'models/shapes/model.onnx',
      'models/shapes/predictions.jsonl',
      'models/shapes/report.html',
      'models/shapes/weights.safetensors',
    ]);
  });

  test('loads after it has been copied to another place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-copy-'));
    const copy = fileStorage(folder);
    for (const key of await storage.list()) await copy.write(key, await storage.read(key));
    const { path } = dataset.splits.test[0]!;
    const again = await loadModel(folder, 'models/shapes');
    expect(await again.predict([path])).toEqual(await model.predict([path]));
    again.dispose();
  });

  test('answers the same on TensorFlow, layer by layer, to 1e-4', async () => {
    const paths = dataset.splits.train.map(({ path }) => path);
    const layered = await loadWithTensorFlow(await readBundle(storage, 'models/shapes'));
    const decoder = imageDecoder(model.manifest.preprocessing);
    const inputs = await Promise.all(paths.map((path) => decoder.decode(path)));
    const packed = new Float32Array(inputs.flatMap((input) => [...input]));
    const probabilities = await layered.run(packed, paths.length);
    const compiled = await model.predict(paths);
    compiled.forEach((answers, i) => {
      for (const { label, probability } of answers) {
        const row = i * 2 + model.labels.indexOf(label);
        expect(Math.abs(probability - probabilities[row]!)).toBeLessThan(1e-4);
      }
    });
    layered.dispose();
  });

  test('is served without TensorFlow', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-serve-'));
    const copy = fileStorage(folder);
    for (const key of await storage.list()) await copy.write(key, await storage.read(key));
    const library = new URL('../../dist/prediction/index.js', import.meta.url).href;
    const program = `
      const { loadModel } = await import(${JSON.stringify(library)});
      const model = await loadModel(${JSON.stringify(folder)}, 'models/shapes');
      const answers = await model.predict([${JSON.stringify(dataset.splits.test[0]!.path)}]);
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(process.execPath).cache).filter((path) => path.includes('tensorflow'));
      console.log(JSON.stringify({ answers, loaded }));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const { answers, loaded } = JSON.parse(stdout) as { answers: unknown; loaded: string[] };
    expect(answers).toEqual(await model.predict([dataset.splits.test[0]!.path]));
    expect(loaded).toEqual([]);
  });

  test('with a changed byte in its frozen part is refused', async () => {
    const damaged = memoryStorage();
    for (const key of await storage.list()) {
      const bytes = await storage.read(key);
      if (key.endsWith('.onnx') && key.startsWith('prefixes/')) bytes[bytes.length >> 1]! ^= 1;
      await damaged.write(key, bytes);
    }
    await expect(loadModel(damaged, 'models/shapes')).rejects.toMatchObject({ code: 'BUNDLE_CHANGED' });
  });

  test('is measured on the pictures that can be read, and names the others', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'graft-broken-'));
    const bad = { ...dataset.splits.test[0]!, path: join(broken, 'bad.png') };
    await writeFile(bad.path, 'not a picture');
    const test = [bad, ...dataset.splits.test];
    const notices: string[] = [];
    const metrics = await model.evaluate(
      { ...dataset, splits: { ...dataset.splits, test } },
      { onProgress: (event) => event.type === 'notice' && notices.push(event.message) },
    );
    expect(metrics.count).toBe(dataset.splits.test.length);
    expect(metrics).toEqual(await model.evaluate(dataset));
    expect(notices.join()).toContain(bad.id);
  });

  test('refuses a dataset with other labels', async () => {
    await expect(model.evaluate({ ...dataset, labels: ['a', 'b'] })).rejects.toMatchObject({
      code: 'OPTION_LABELS',
    });
  });
});
