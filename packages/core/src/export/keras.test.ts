import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { exampleFacts } from '../bundle/example.js';
import { startEngine } from '../engine/engine.js';
import { drawWeights } from '../onnx/compare-with-tfjs.js';
import { exportModel } from './export-model.js';
import { factsOf } from './facts.js';
import { largestDifference, saveExample } from './test-data/saved-model.js';
import { toKeras } from './to-keras.js';

const python = process.env.GRAFT_KERAS_PYTHON;
const SCRIPT = fileURLToPath(new URL('./test-data/open-in-keras.py', import.meta.url));
const reason = python ? '' : ' (skipped: GRAFT_KERAS_PYTHON names no Python with Keras 3 and TensorFlow)';

interface Case {
  readonly model: string;
  readonly input: Float32Array;
  readonly shape: readonly number[];
  readonly expected: Float32Array;
}

describe.skipIf(!python)(`real Keras gives the same probabilities${reason}`, () => {
  const names = listBackbones().map(({ name }) => name);
  let folder: string;
  let differences: Map<string, number>;

  // One Python for all: it takes longer to start than to answer.
  beforeAll(async () => {
    await startEngine();
    folder = await mkdtemp(join(tmpdir(), 'graft-keras-'));
    const cases: Case[] = [];
    for (const name of names) cases.push(...(await exportBackbone(name)));
    cases.push(await exportUncommonLayers());
    differences = await compareWithKeras(cases);
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true }));

  test.each([...names, 'uncommon-layers'])('from the .keras file of %s', (name) => {
    expect(differences.get(join(folder, `${name}.keras`))).toBeLessThan(1e-4);
  });

  test.each(names)('from the SavedModel of %s', (name) => {
    expect(differences.get(join(folder, `${name}.savedmodel`))).toBeLessThan(1e-4);
  });

  async function exportBackbone(name: string): Promise<Case[]> {
    const { storage, pictures: input, shape, probabilities: expected } = await saveExample(name);
    const [keras, savedmodel] = [join(folder, `${name}.keras`), join(folder, `${name}.savedmodel`)];
    await exportModel(storage, { format: 'keras', out: keras });
    await exportModel(storage, { format: 'savedmodel', out: savedmodel });
    return [keras, savedmodel].map((model) => ({ model, input, shape, expected }));
  }

  async function exportUncommonLayers(): Promise<Case> {
    const network = uncommonLayers();
    drawWeights(network);
    const files = await toKeras(
      network,
      factsOf({ ...exampleFacts(), formatVersion: 1, files: {} as never }),
    );
    const model = join(folder, 'uncommon-layers.keras');
    await writeFile(model, files.get('model.keras')!);
    const shape = [2, 8, 8, 3];
    const input = Float32Array.from({ length: 384 }, (_, i) => Math.sin(i * i));
    const expected = tf.tidy(() =>
      (network.predict(tf.tensor(input, shape)) as tf.Tensor).dataSync<'float32'>(),
    );
    return { model, input, shape, expected };
  }

  async function compareWithKeras(cases: readonly Case[]): Promise<Map<string, number>> {
    const written = [];
    for (const { model, input, shape } of cases) {
      await writeFile(`${model}.input`, input);
      written.push({ model, input: `${model}.input`, shape });
    }
    const list = join(folder, 'cases.json');
    await writeFile(list, JSON.stringify(written));
    const { stdout } = await promisify(execFile)(python!, [SCRIPT, list], {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    const answers = JSON.parse(stdout.trim().split('\n').at(-1)!) as number[][];
    return new Map(cases.map(({ model, expected }, i) => [model, largestDifference(answers[i]!, expected)]));
  }
});

/** Layers that no backbone has, in branches of unlike length, so that the layers of a class are in another order in Keras. */
function uncommonLayers(): tf.LayersModel {
  const { layers } = tf;
  const input = tf.input({ shape: [8, 8, 3], name: 'pictures' });
  const through = (x: tf.SymbolicTensor, ...path: tf.layers.Layer[]) =>
    path.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
  const separable = (name: string) =>
    layers.separableConv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'elu', name });

  const scaled = through(input, layers.rescaling({ scale: 2, offset: -1 }), separable('stem'));
  const short = through(scaled, separable('short'), layers.leakyReLU({ alpha: 0.1 }));
  const long = through(
    scaled,
    layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'swish' }),
    layers.layerNormalization(),
    layers.averagePooling2d({ poolSize: 2 }),
    separable('long'),
    layers.prelu(),
  );
  const cropped = through(
    scaled,
    layers.upSampling2d({ size: [2, 2] }),
    layers.cropping2D({
      cropping: [
        [4, 4],
        [3, 5],
      ],
    }),
    layers.elu(),
    layers.permute({ dims: [2, 1, 3] }),
  );
  const merged = layers
    .concatenate()
    .apply([
      layers.multiply().apply([short, long]) as tf.SymbolicTensor,
      layers.average().apply([long, cropped, short]) as tf.SymbolicTensor,
      layers.maximum().apply([cropped, short]) as tf.SymbolicTensor,
      layers.minimum().apply([cropped, long]) as tf.SymbolicTensor,
    ]) as tf.SymbolicTensor;
  const output = through(
    merged,
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
    layers.reshape({ targetShape: [36, 32] }),
    layers.flatten(),
    layers.dense({ units: 5, activation: 'tanh' }),
    layers.softmax({ axis: -1 }),
  );
  return tf.model({ inputs: input, outputs: output, name: 'uncommon' });
}
