import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../bundle/manifest.js';
import { readMap } from '../bundle/map-file.js';
import { labelledProbabilities, type PredictedSample, readPredictions } from '../bundle/predictions-file.js';
import { loadDataset } from '../data/load-dataset.js';
import type { Dataset } from '../data/types.js';
import { reliability } from '../evaluation/calibration.js';
import { loadModel } from '../prediction/load-model.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';

const storage = memoryStorage();
let dataset: Dataset;
let manifest: Manifest;
let predictions: PredictedSample[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-evidence-'));
  await drawSyntheticPictures(folder, 20);
  dataset = await loadDataset(folder, { validationFraction: 0.25, testFraction: 0.25 });
  const backbone = { name: 'efficientnet-lite0', inputSize: 64 };
  const result = await train({ dataset, backbone, featureCache: false, epochs: 3 });
  manifest = await result.save(storage, 'shown');
  await result.save(storage, 'hidden', { pictures: false });
  result.dispose();
  predictions = (await readPredictions(storage, 'shown'))!;
});

describe('what a saved model keeps of its test', () => {
  test('are the answers to every validation and test picture', () => {
    for (const split of ['validation', 'test'] as const) {
      const ids = predictions.filter((sample) => sample.split === split).map(({ id }) => id);
      expect(ids).toEqual(dataset.splits[split].map(({ id }) => id));
    }
    expect(predictions.map(({ actual }) => actual)).toEqual(predictions.map(({ id }) => id.split('/')[0]));
  });

  test('which give the figures of the model again', () => {
    const tested = predictions.filter(({ split }) => split === 'test');
    const right = tested.filter(({ actual, predicted }) => actual === predicted);
    expect(right.length / tested.length).toBe(manifest.metrics.test.accuracy);
    const { expectedCalibrationError } = reliability(labelledProbabilities(tested, manifest.labels));
    expect(expectedCalibrationError).toBeCloseTo(manifest.calibration!.after.expectedCalibrationError, 6);
  });

  test('and are what the model answers when it is asked', async () => {
    const model = await loadModel(storage, 'shown');
    const { id, probabilities } = predictions.at(-1)!;
    const [answer] = await model.predict([dataset.splits.test.find((sample) => sample.id === id)!.path]);
    for (const { label, probability } of answer!) {
      expect(probability).toBeCloseTo(probabilities[model.labels.indexOf(label)]!, 4);
    }
    model.dispose();
  });

  test('with the five most similar training pictures, of which mistakes show three', () => {
    const trained = new Set(dataset.splits.train.map(({ id }) => id));
    for (const { split, id, neighbours } of predictions) {
      if (split === 'validation') expect(neighbours).toBeUndefined();
      else {
        expect(neighbours).toHaveLength(5);
        expect(neighbours!.every((near) => trained.has(near.id) && !('path' in near))).toBe(true);
        const similarities = neighbours!.map(({ similarity }) => similarity);
        expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
      }
      const mistake = manifest.metrics.test.mistakes.find((each) => each.id === id);
      if (mistake)
        expect(mistake.neighbours!.map((near) => near.id)).toEqual(
          neighbours!.slice(0, 3).map((near) => near.id),
        );
    }
  });

  test('is a map of training and test pictures', async () => {
    const map = (await readMap(storage, 'shown'))!;
    const idsOf = (split: 'train' | 'test') =>
      map.filter((point) => point.split === split).map(({ id }) => id);
    expect(idsOf('train')).toEqual(dataset.splits.train.map(({ id }) => id));
    expect(idsOf('test')).toEqual(dataset.splits.test.map(({ id }) => id));
    for (const { split, id, predicted } of map) {
      expect(predicted).toBe(
        split === 'train' ? undefined : predictions.find((each) => each.id === id)!.predicted,
      );
    }
  });
});

test('a report to pass on holds neither pictures nor names of files', async () => {
  const page = async (place: string) => new TextDecoder().decode(await storage.read(`${place}/report.html`));
  expect(await page('hidden')).not.toMatch(/data:image|\d\.png/);
  expect(await page('hidden')).toContain('no pictures and no names of files');
  expect((await page('shown')).match(/data:image/g) ?? []).toHaveLength(
    (await page('shown')).match(/<img /g)?.length ?? 0,
  );
});
