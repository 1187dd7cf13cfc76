import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '../data/load-dataset.js';
import { startEngine } from '../engine/engine.js';
import { softmax } from '../evaluation/calibration.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { ProgressEvent } from '../progress.js';
import { createRandom } from '../random.js';
import { fitFewPictures } from './few-pictures.js';
import { buildHead, resolveHead } from './head.js';
import { prototypeHead } from './prototype-head.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { train } from './train.js';
import { trainableNetwork } from './trainable-network.js';
import { logitsOf } from './training-step.js';

beforeAll(() => startEngine());

test('by hand: means (1, 0) and (0, 3) give kernels of twice the means and biases of minus their squares', () => {
  const features = Float32Array.of(0, 0, 2, 0, 0, 3);
  const { kernel, bias } = prototypeHead(features, [0, 0, 1], 2, 1);
  expect([...kernel]).toEqual([2, 0, 0, 6]);
  expect([...bias]).toEqual([-1, -9]);
});

test('a class without samples is never the answer', () => {
  const { kernel, bias } = prototypeHead(Float32Array.of(1, 1), [0], 2, 1);
  const logits = [0, 1].map((c) => 1000 * (kernel[c]! + kernel[2 + c]!) + bias[c]!);
  expect(logits[0]).toBeGreaterThan(logits[1]!);
});

describe('cross-validation chooses', () => {
  test('the nearest prototype for round clouds in many dimensions, and says so', async () => {
    const { network, notices } = await chosenFor(clouds(64, 4, 1.2));
    expect(notices).toMatch(/a nearest-prototype head, right on .* was chosen over a logistic one/);
    network.head.dispose();
  });

  test('logistic regression where one direction tells the classes apart and the others are far wider', async () => {
    const { network, notices } = await chosenFor(stretched());
    expect(notices).toMatch(
      /a logistic \(penalty .*\) head, right on .* was chosen over a nearest-prototype one/,
    );
    const rows = Float32Array.of(0, 1, 0, -1);
    const probabilities = softmax(logitsOf(network, rows, [2, 2]), 2);
    expect(probabilities[0]).toBeLessThan(0.5);
    expect(probabilities[2]).toBeGreaterThan(0.5);
    network.head.dispose();
  });
});

test('six pictures a label: said so, one record, and better than chance on unseen pictures', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-few-'));
  await drawSyntheticPictures(folder, 12);
  const dataset = await loadDataset(folder, { validationFraction: 0, testFraction: 0.5 });
  const notices: string[] = [];
  const onProgress = (event: ProgressEvent) => event.type === 'notice' && notices.push(event.message);
  const options = {
    dataset,
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    featureCache: await mkdtemp(join(tmpdir(), 'graft-cache-')),
  };
  const few = await train({ ...options, onProgress });
  expect(notices.join()).toContain('pictures a label are few');
  expect(few.report.history).toHaveLength(1);
  expect(few.report.test.accuracy).toBeGreaterThan(0.8);
  few.dispose();
  const asked = await train({ ...options, epochs: 2 });
  expect(asked.report.history).toHaveLength(2);
  asked.dispose();
});

async function chosenFor({ features, labels, classes }: ReturnType<typeof clouds>) {
  const length = features.length / labels.length;
  const set: FeatureSet = {
    samples: Array.from(labels, (label, i) => ({ id: `${i}`, path: '', sha256: '', label })),
    labels,
    shape: [length],
    read: async (positions) =>
      Float32Array.from(
        positions.flatMap((position) => [...features.subarray(position * length, (position + 1) * length)]),
      ),
  };
  const network = trainableNetwork(undefined, buildHead(length, classes, resolveHead('linear'), 1));
  const notices: string[] = [];
  const none: FeatureSet = { ...set, samples: [], labels: new Int32Array() };
  await fitFewPictures(network, set, none, {
    onProgress: (event) => event.type === 'notice' && notices.push(event.message),
  });
  return { network, notices: notices.join() };
}

/** Five samples a class around random centres. */
function clouds(length: number, classes: number, distance: number) {
  const random = createRandom(3, 'clouds');
  const centres = Array.from({ length: classes * length }, () => (distance * random.normal()) / 2);
  const labels = Int32Array.from({ length: 5 * classes }, (_, i) => i % classes);
  const features = Float32Array.from(
    { length: labels.length * length },
    (_, i) => centres[labels[Math.floor(i / length)]! * length + (i % length)]! + random.normal(),
  );
  return { features, labels, classes };
}

/** Two classes, told apart by the sign of the second number; the first is ten times as wide and means nothing. */
function stretched() {
  const random = createRandom(4, 'stretched');
  const labels = Int32Array.from({ length: 18 }, (_, i) => i % 2);
  const features = Float32Array.from({ length: 36 }, (_, i) =>
    i % 2 === 0 ? 10 * random.normal() : labels[i >> 1]! * 2 - 1 + 0.1 * random.normal(),
  );
  return { features, labels, classes: 2 };
}
