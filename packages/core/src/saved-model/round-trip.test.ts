import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSavedModel } from '../backbone-files/load-saved-model.js';
import { type Engine, startEngine } from '../engine/engine.js';
import { exportModel } from '../export/export-model.js';
import { largestDifference, type SavedExample, saveExample } from '../export/test-data/saved-model.js';
import { createSession } from '../onnx/session.js';

let engine: Engine;
let folder: string;

beforeAll(async () => {
  engine = await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-saved-model-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(['mobilenet-v2', 'densenet121'])('%s, as Graft exports it', (name) => {
  let saved: SavedExample;
  const path = () => join(folder, name);

  beforeAll(async () => {
    saved = await saveExample(name);
    await exportModel(saved.storage, { format: 'savedmodel', out: path() });
  });

  test('gives the answers that TensorFlow gives from the same folder', async (context) => {
    if (engine.name !== 'native') return context.skip('TensorFlow itself is not here');
    const { node } = await import('@tensorflow/tfjs-node');
    const model = await node.loadSavedModel(path(), ['serve'], 'serving_default');
    const pictures = tf.tensor(saved.pictures, [...saved.shape]);
    const { output } = model.predict({ input: pictures }) as Record<string, tf.Tensor>;
    const expected = await output!.data<'float32'>();
    tf.dispose([pictures, output!]);
    model.dispose();

    const { onnx } = await loadSavedModel({ path: path(), pooling: 'average', output: 'output' });
    const session = await createSession(onnx);
    expect(largestDifference(await session.run(saved.pictures, 2), expected)).toBeLessThan(1e-5);
    await session.dispose();
  });

  test('is a backbone without its head, scaled as Graft wrote down', async () => {
    const notices: string[] = [];
    const { featureLength, scaling, options } = await loadSavedModel({
      path: path(),
      pooling: 'average',
      onProgress: (event) => event.type === 'notice' && notices.push(event.message),
    });
    expect(options.inputSize).toBe(64);
    expect(scaling).toEqual({
      mode: 'tf',
      channels: 'rgb',
      mean: [127.5, 127.5, 127.5],
      std: [127.5, 127.5, 127.5],
    });
    // The first dense layer of the head is no classifier of its own: it has 16 features.
    expect(featureLength).toBe(16);
    expect(notices).toMatchObject([
      expect.stringMatching(/ends in a classifier/),
      expect.stringMatching(/its metadata say so/),
    ]);
  });
});
