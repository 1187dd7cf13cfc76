import { describe, expect, test } from 'vitest';
import { BundleError } from '../errors.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { exampleContents } from './example.js';
import { type MapPoint, readMap, serializeMap } from './map-file.js';
import {
  labelledProbabilities,
  type PredictedSample,
  readPredictions,
  serializePredictions,
} from './predictions-file.js';
import { readBundle } from './read-bundle.js';
import { savedExample } from './saved-example.js';
import { writeBundle } from './write-bundle.js';

const samples: PredictedSample[] = [
  { id: 'cat/1.png', split: 'validation', actual: 'cat', predicted: 'cat', probabilities: [0.75, 0.25] },
  {
    id: 'dog/hülya "🐕"\n.png',
    split: 'test',
    actual: 'dog',
    predicted: 'cat',
    probabilities: [2 / 3, 1 / 3],
    neighbours: [{ id: 'cat/2.png', label: 'cat', similarity: 0.5 }],
  },
];
const points: MapPoint[] = [
  { id: 'cat/2.png', split: 'train', label: 'cat', x: -1, y: 0.5 },
  { id: 'dog/hülya "🐕"\n.png', split: 'test', label: 'dog', predicted: 'cat', x: 1, y: -0.5 },
];

async function saved() {
  const storage = memoryStorage();
  await writeBundle(storage, 'pets', {
    ...exampleContents(),
    predictions: serializePredictions(samples),
    map: serializeMap(points),
  });
  return storage;
}

describe('what a model answered, picture by picture', () => {
  test('is read back, to 8 digits', async () => {
    const read = await readPredictions(await saved(), 'pets');
    expect(read).toEqual([samples[0], { ...samples[1]!, probabilities: [0.66666667, 0.33333333] }]);
    expect(labelledProbabilities(read!, ['cat', 'dog'])).toEqual({
      probabilities: Float32Array.of(0.75, 0.25, 0.66666667, 0.33333333),
      labels: [0, 1],
    });
  });

  test('is one line of JSON each, so that other tools read it', async () => {
    const text = new TextDecoder().decode(await (await saved()).read('pets/predictions.jsonl'));
    expect(text.match(/\n/g)).toHaveLength(2);
  });

  test('goes with the map of features', async () => {
    expect(await readMap(await saved(), 'pets')).toEqual(points);
  });

  test('is none in a model that was saved without', async () => {
    const { storage } = await savedExample();
    expect(await readPredictions(storage, 'models/pets')).toBeUndefined();
    expect(await readMap(storage, 'models/pets')).toBeUndefined();
  });

  test('is checked when it is read, and never read to serve', async () => {
    const storage = await saved();
    await storage.write('pets/predictions.jsonl', new TextEncoder().encode('{}\n'));
    await expect(readPredictions(storage, 'pets')).rejects.toMatchObject({ code: 'BUNDLE_CHANGED' });
    await expect(readBundle(storage, 'pets')).rejects.toThrow(BundleError);
    await expect(readBundle(storage, 'pets', { toServe: true })).resolves.toBeDefined();
  });
});
