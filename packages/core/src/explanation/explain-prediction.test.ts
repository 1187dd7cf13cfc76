import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectNoLeakedTensors } from '@graft/testing';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { startEngine } from '../engine/engine.js';
import { loadModel } from '../prediction/load-model.js';
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
  ['feature extraction', featureExtraction(), 'average' as const],
  ['flattened features', featureExtraction(), 'flatten' as const],
  ['fine-tuning', fineTuning({ warmUpEpochs: 2 }), 'average' as const],
])('%s', (name, strategy, pooling) => {
  let folder: string;
  let lower: string;
  let upper: string;
  beforeAll(async () => {
    if (name === 'fine-tuning' && !native) return;
    const result = await train({
      dataset,
      backbone: { name: 'efficientnet-lite0', inputSize: 96 },
      head: { pooling, dropout: 0, dense: [], l2: 0 },
      strategy,
      featureCache,
      epochs: 6,
    });
    folder = await temporaryFolder();
    await result.save(fileStorage(folder), '');
    result.dispose();
    lower = await striped(join(folder, 'lower.png'), 50);
    upper = await striped(join(folder, 'upper.png'), 2);
  });

  test.runIf(name !== 'fine-tuning' || native)(
    'Grad-CAM and occlusion see the stripes where they are',
    async () => {
      for (const method of ['grad-cam', 'occlusion'] as const) {
        const explain = (picture: string) => explainPrediction(folder, picture, { label: 'stripes', method });
        const { heatMap, label, probability } = await explain(lower);
        expect({ label, width: heatMap.width, height: heatMap.height }).toEqual({
          label: 'stripes',
          width: 96,
          height: 96,
        });
        expect(probability).toBeGreaterThan(0);
        expect(Math.max(...heatMap.values)).toBeGreaterThan(0.5);
        const other = await explain(upper);
        expect(lowerPart(heatMap), method).toBeGreaterThan(lowerPart(other.heatMap) + 0.15);
      }
    },
  );
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

/** Grey but for stripes in one half. */
async function striped(path: string, top: number): Promise<string> {
  const stripes = [0, 12, 24, 36].map(
    (y) => `<rect y="${top + y}" width="96" height="5" fill="hsl(${y * 9},80%,50%)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#888"/>${stripes.join('')}</svg>`;
  await sharp(Buffer.from(svg)).png().toFile(path);
  return path;
}

/** Part of the heat in the lower half. */
function lowerPart({ width, height, values }: HeatMap): number {
  const sum = (part: Float32Array) => part.reduce((a, b) => a + b, 0);
  return sum(values.subarray((height / 2) * width)) / sum(values);
}
