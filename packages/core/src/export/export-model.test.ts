import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { type Engine, startEngine } from '../engine/engine.js';
import { decodeModel } from '../onnx/proto/model-proto.js';
import { createSession } from '../onnx/session.js';
import { parseSafetensors } from '../weights/safetensors.js';
import { exportModel } from './export-model.js';
import { EXPORT_FORMATS } from './formats.js';
import { largestDifference, type SavedExample, saveExample } from './test-data/saved-model.js';

let folder: string;
let saved: SavedExample;
let engine: Engine;
const { id, labels, preprocessing, versions } = exampleFacts();
const FACTS = { id, labels, preprocessing, graft: versions.graft };

beforeAll(async () => {
  engine = await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-export-'));
  saved = await saveExample('mobilenet-v2', { from: 'block_16_expand' });
});
afterAll(() => rm(folder, { recursive: true }));

const place = (name: string) => join(folder, name);

describe.each([
  { weights: 'float32', float16: false, tolerance: 1e-5 },
  { weights: 'float16', float16: true, tolerance: 5e-3 },
])('with weights in $weights', ({ weights, float16, tolerance }) => {
  test('ONNX Runtime gives the same probabilities, and finds labels and preprocessing', async () => {
    const out = place(`${weights}.onnx`);
    const report = await exportModel(saved.storage, { format: 'onnx', out, float16 });
    const file = await readFile(out);
    expect(report).toMatchObject({
      files: [{ path: out, bytes: file.length }],
      inputShape: [...preprocessing.inputSize, 3],
    });

    const session = await createSession(file);
    const received = await session.run(saved.pictures, 2);
    await session.dispose();
    expect(largestDifference(received, saved.probabilities)).toBeLessThan(tolerance);

    const metadata = new Map(decodeModel(file).metadataProps!.map(({ key, value }) => [key, value]));
    expect(JSON.parse(metadata.get('labels')!)).toEqual(labels);
    expect(JSON.parse(metadata.get('preprocessing')!)).toEqual(preprocessing);
    expect(metadata.get('graft')).toBe(versions.graft);
  });

  test('tfjs opens the layers model and gives the same probabilities', async () => {
    const out = place(`tfjs-${weights}`);
    await exportModel(saved.storage, { format: 'tfjs', out, float16 });
    const model = await tf.loadLayersModel(fromFolder(out));
    const received = tf.tidy(() =>
      (model.predict(tf.tensor(saved.pictures, [...saved.shape])) as tf.Tensor).dataSync<'float32'>(),
    );
    expect(largestDifference(received, saved.probabilities)).toBeLessThan(tolerance);
    expect(model.getUserDefinedMetadata()).toEqual(FACTS);
    model.dispose();
  });
});

test('halves make a file of half the size', async () => {
  const [whole, halved] = await Promise.all(
    ['float32.onnx', 'float16.onnx'].map(async (name) => (await readFile(place(name))).length),
  );
  expect(halved! / whole!).toBeLessThan(0.53);
});

test('tfjs weights come in shards of at most 4 MB', async () => {
  const shards = (await readdir(place('tfjs-float32'))).filter((name) => name.endsWith('.bin'));
  const sizes = await Promise.all(
    shards.map(async (name) => (await readFile(join(place('tfjs-float32'), name))).length),
  );
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBe(4 * 2 ** 20);
});

test('safetensors holds frozen and trained tensors as layer/variable, and the facts', async () => {
  const out = place('safetensors');
  await exportModel(saved.storage, { format: 'safetensors', out });
  const { tensors, metadata } = parseSafetensors(await readFile(join(out, 'model.safetensors')), out);
  expect(tensors.get('Conv1/kernel')!.shape).toEqual([3, 3, 3, 32]);
  expect(tensors.get('block_16_expand_BN/moving_mean')!.shape).toEqual([960]);
  expect(tensors.get('logits/kernel')!.shape).toEqual([16, 2]);
  expect(JSON.parse(metadata.labels!)).toEqual(labels);

  const config = JSON.parse(await readFile(join(out, 'config.json'), 'utf8'));
  expect(config).toMatchObject(FACTS);
  expect(config.topology.config.layers.at(-1)).toMatchObject({ class_name: 'Softmax' });
});

test('a SavedModel gives the same probabilities in TensorFlow', async (context) => {
  if (engine.name !== 'native') return context.skip('TensorFlow itself is not here');
  const out = place('saved');
  await exportModel(saved.storage, { format: 'savedmodel', out });
  const { node } = await import('@tensorflow/tfjs-node');
  const model = await node.loadSavedModel(out, ['serve'], 'serving_default');
  const input = tf.tensor(saved.pictures, [...saved.shape]);
  const { output } = model.predict({ input }) as Record<string, tf.Tensor>;
  expect(largestDifference(await output!.data<'float32'>(), saved.probabilities)).toBeLessThan(1e-5);
  tf.dispose([input, output!]);
  model.dispose();
  expect(JSON.parse(await readFile(join(out, 'assets.extra', 'graft.json'), 'utf8'))).toEqual(FACTS);
});

test('a .keras file carries labels and preprocessing beside what Keras reads', async () => {
  const out = place('model.keras');
  await exportModel(saved.storage, { format: 'keras', out });
  const files = unzipSync(await readFile(out));
  expect(Object.keys(files)).toEqual(['metadata.json', 'config.json', 'graft.json', 'model.weights.h5']);
  expect(JSON.parse(strFromU8(files['graft.json']!))).toEqual(FACTS);
});

test('the same model always gives the same ONNX file', async () => {
  const again = place('again.onnx');
  await exportModel(saved.storage, { format: 'onnx', out: again });
  expect((await readFile(again)).equals(await readFile(place('float32.onnx')))).toBe(true);
});

test.each(EXPORT_FORMATS)('%s leaves no tensors behind', async (format) => {
  await expectNoLeakedTensors(() => exportModel(saved.storage, { format, out: place(`clean-${format}`) }));
});

describe('what is at the place already', () => {
  test('is kept, unless overwriting is allowed', async () => {
    const out = place('taken.onnx');
    await writeFile(out, 'mine');
    await expect(exportModel(saved.storage, { format: 'onnx', out })).rejects.toMatchObject({
      code: 'OPTION_OUT_EXISTS',
      details: { field: 'out', out },
    });
    expect(await readFile(out, 'utf8')).toBe('mine');
    await exportModel(saved.storage, { format: 'onnx', out, overwrite: true });
    expect((await readFile(out)).length).toBeGreaterThan(1e6);
  });

  test('is kept where it is a folder and the export one file, and the other way round', async () => {
    const [folderThere, fileThere] = [place('a-folder'), place('a-file')];
    await mkdir(folderThere);
    await writeFile(fileThere, 'mine');
    for (const options of [
      { format: 'onnx', out: folderThere, overwrite: true },
      { format: 'tfjs', out: fileThere, overwrite: true },
    ] as const) {
      await expect(exportModel(saved.storage, options)).rejects.toMatchObject({ code: 'OPTION_OUT_EXISTS' });
    }
  });

  test('does not matter when it is an empty folder', async () => {
    const out = place('empty');
    await mkdir(out);
    await exportModel(saved.storage, { format: 'safetensors', out });
    expect(await readdir(out)).toHaveLength(2);
  });
});

describe('an option that cannot be met is refused by name', () => {
  test.each([
    ['format', { format: 'pickle' as 'onnx' }],
    ['float16', { format: 'keras', float16: true } as const],
  ])('%s', async (field, options) => {
    const attempt = exportModel(saved.storage, { out: place('never'), ...options });
    await expect(attempt).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { field } });
  });

  test('a model that is not there', async () => {
    const attempt = exportModel(saved.storage, { format: 'onnx', out: place('never'), prefix: 'nowhere' });
    await expect(attempt).rejects.toMatchObject({ code: 'BUNDLE_NOT_FOUND' });
  });
});

/** As tfjs's own handler for the network would: `model.json`, then its shards one behind the other. */
function fromFolder(path: string): tf.io.IOHandler {
  return {
    load: async () => {
      const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as tf.io.ModelJSON;
      return tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const paths = manifest.flatMap((group) => group.paths);
        const shards = await Promise.all(paths.map((name) => readFile(join(path, name))));
        const data = new Uint8Array(Buffer.concat(shards)).buffer;
        return [manifest.flatMap((group) => group.weights), data];
      });
    },
  };
}
