import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectNoLeakedTensors } from '@graft/testing';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../data/decode-image.js';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { startEngine } from '../engine/engine.js';
import { loadModel, type Model } from '../prediction/load-model.js';
import { fileStorage } from '../storage/file-storage.js';
import { featureExtraction, fineTuning } from '../training/strategies.js';
import { drawSyntheticPictures } from '../training/synthetic-pictures.js';
import { train } from '../training/train.js';
import { drawHeatMap } from './draw-heat-map.js';
import { explainPrediction } from './explain-prediction.js';
import { occlusionMap } from './occlusion-map.js';
import type { HeatMap } from './types.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-explain-'));

let dataset: Dataset;
let featureCache: string;
beforeAll(async () => {
  const folder = await temporaryFolder();
  featureCache = await temporaryFolder();
  await drawSyntheticPictures(folder, 16);
  dataset = await loadDataset(folder);
});

const native = (await startEngine()).name === 'native';

describe.each([
  ['feature extraction', featureExtraction()],
  ...(native ? [['fine-tuning', fineTuning({ warmUpEpochs: 2 })] as const] : []),
] as const)('%s', (_, strategy) => {
  test('what Grad-CAM shows as hot counts for the answer more than what it shows as cold', async () => {
    const backbone = { name: 'efficientnet-lite0', inputSize: 96 };
    const result = await train({ dataset, backbone, strategy, featureCache, epochs: 6 });
    const folder = await temporaryFolder();
    await result.save(fileStorage(folder), '');
    result.dispose();
    const model = await loadModel(folder);
    let [hot, cold] = [0, 0];
    for (const { path } of dataset.splits.test) {
      const { heatMap, label } = await explainPrediction(folder, path);
      expect(heatMap).toMatchObject({ width: 96, height: 96 });
      const pixels = await decodeImage(path, { height: 96, width: 96, resize: 'crop' });
      const odds = await logOdds(model, label, [
        pixels,
        covered(pixels, heatMap, (value, limit) => value > limit),
        covered(pixels, heatMap, (value, limit) => value <= limit),
      ]);
      hot += odds[0]! - odds[1]!;
      cold += odds[0]! - odds[2]!;
    }
    expect(hot).toBeGreaterThan(cold + 0.5);
    model.dispose();
  });
});

describe('an explanation', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    const backbone = { name: 'mobilenet', alpha: 0.25, inputSize: 64, weights: 'random' };
    const result = await train({ dataset, backbone, featureCache, epochs: 2 });
    folder = await temporaryFolder();
    await result.save(fileStorage(folder), '');
    result.dispose();
    path = dataset.splits.test[0]!.path;
  });

  test('is of the answer unless a label is named, and has its probability', async () => {
    const model = await loadModel(folder);
    const [first, second] = (await model.predict([path]))[0]!;
    const own = await explainPrediction(folder, path);
    expect(own).toMatchObject({ label: first!.label, method: 'grad-cam' });
    expect(own.probability).toBeCloseTo(first!.probability, 5);
    const other = await explainPrediction(folder, await readFile(path), {
      label: second!.label,
      method: 'occlusion',
    });
    expect(other.probability).toBeCloseTo(second!.probability, 5);
    // A model that is loaded already sees the same.
    const loaded = await occlusionMap(model, path, second!.label);
    loaded.values.forEach((value, i) => {
      expect(value).toBeCloseTo(other.heatMap.values[i]!, 3);
    });
    model.dispose();
  });

  test('leaves no tensors behind', async () => {
    await explainPrediction(folder, path);
    await expectNoLeakedTensors(() => explainPrediction(folder, path));
  });

  test('by occlusion needs no TensorFlow', async () => {
    const script = `
      const { explainPrediction } = await import(${JSON.stringify(new URL('../../dist/explanation/explain-prediction.js', import.meta.url).href)});
      await explainPrediction(${JSON.stringify(folder)}, ${JSON.stringify(path)}, { method: 'occlusion' });
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /tfjs/.test(file));
      console.log(JSON.stringify(loaded));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test.each([
    [{ label: 'squares' }, 'label'],
    [{ method: 'guess' as never }, 'method'],
  ])('of %j is refused', async (options, field) => {
    await expect(explainPrediction(folder, path, options)).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { field },
    });
  });

  test('is drawn over what the model saw of the picture', async () => {
    const heatMap = { width: 2, height: 1, values: Float32Array.of(0, 1) };
    const wide = await sharp({ create: { width: 400, height: 100, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    for (const format of ['png', 'webp', 'jpeg'] as const) {
      const drawn = await drawHeatMap(wide, heatMap, { resize: 'crop', format, side: 60 });
      const { data, info } = await sharp(drawn).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 60, height: 30, channels: 3 });
      // Turbo's red end on the right, its dark blue end on the left.
      const [left, right] = [2, 57].map((x) => [...data.subarray((15 * 60 + x) * 3, (15 * 60 + x) * 3 + 3)]);
      expect(right![0]!).toBeGreaterThan(right![2]! + 30);
      expect(left![2]!).toBeGreaterThan(left![1]!);
    }
  });
});

/** The picture with grey where the heat map says so, its median being the limit. */
function covered(
  pixels: Uint8Array,
  { values }: HeatMap,
  hides: (value: number, limit: number) => boolean,
): Uint8Array {
  const limit = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return pixels.map((value, i) => (hides(values[Math.floor(i / 3)]!, limit) ? 128 : value));
}

/** Of the label, in nats, for pictures of 96 x 96. */
async function logOdds(model: Model, label: string, pictures: readonly Uint8Array[]): Promise<number[]> {
  const answers = await model.predict(pictures.map((pixels) => ({ pixels, height: 96, width: 96 })));
  return answers.map((answer) => {
    const { probability } = answer.find((each) => each.label === label)!;
    return Math.log(probability / Math.max(1e-12, 1 - probability));
  });
}
