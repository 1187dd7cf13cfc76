import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoLeakedTensors, goldenInput, shared, sharedTest } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { encodeModel } from '../onnx/proto/model-proto.js';
import { createSession } from '../onnx/session.js';
import { loadBackboneFile } from './load-backbone-file.js';
import { loadLayersBackbone } from './load-layers-backbone.js';
import { loadOnnxBackbone } from './load-onnx-backbone.js';

beforeAll(() => startEngine());

/** One MobileNet that Keras saved in several formats, and what each must give. */
async function golden() {
  const { shape, output } = JSON.parse(
    await readFile(shared('goldens/weight-files/features.json'), 'utf8'),
  ) as { shape: number[]; output: number[] };
  return { input: goldenInput(64), shape, output };
}

describe('a network saved by Keras', () => {
  for (const file of ['mobilenet_025_64.keras', 'mobilenet_025_64_model.h5']) {
    sharedTest(test, 'goldens', `${file} gives the features that Keras computed`, async () => {
      const { input, output } = await golden();
      await expectNoLeakedTensors(async () => {
        const { model, options } = await loadLayersBackbone({
          path: shared(`goldens/weight-files/${file}`),
          scaling: 'tf',
        });
        expect(options.inputSize).toBe(64);
        const features = tf.tidy(() => model.predict(tf.tensor(input, [1, 64, 64, 3])) as tf.Tensor);
        expect(largestDifference(features.dataSync() as Float32Array, output)).toBeLessThan(1e-4);
        features.dispose();
        model.dispose();
      });
    });
  }

  sharedTest(test, 'goldens', 'as ONNX its pooled features are the means of those', async () => {
    const { input, output, shape } = await golden();
    const channels = shape.at(-1)!;
    const positions = output.length / channels;
    const means = Array.from({ length: channels }, (_, c) =>
      Array.from({ length: positions }, (_, p) => output[p * channels + c]! / positions).reduce(
        (a, b) => a + b,
      ),
    );
    const path = shared('goldens/weight-files/mobilenet_025_64.onnx');
    const average = await loadOnnxBackbone({ path, pooling: 'average' });
    expect(average.featureLength).toBe(channels);
    expect(largestDifference(await runOnce(average.onnx, input), means)).toBeLessThan(1e-4);
    const flat = await loadOnnxBackbone({ path, pooling: 'flatten' });
    expect(largestDifference(await runOnce(flat.onnx, input), output)).toBeLessThan(1e-4);
    const both = await loadOnnxBackbone({ path, pooling: 'both' });
    expect(both.featureLength).toBe(2 * channels);
  });
});

describe('an ONNX file as PyTorch writes it, channels first', () => {
  // Channel c of picture row y and column x holds c + 1; the network passes it on.
  const picture = Float32Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 3) + 1);

  test('its feature map is averaged over positions, channel by channel', async () => {
    const { onnx, featureLength, options } = await loadOnnxBackbone({
      path: await channelsFirst(['Relu']),
      pooling: 'average',
    });
    expect(options.inputSize).toBe(4);
    expect(featureLength).toBe(3);
    expect([...(await runOnce(onnx, picture))]).toEqual([1, 2, 3]);
  });

  test('a classifier at its end is left out, and said; a tensor asked for is taken', async () => {
    const path = await channelsFirst(['GlobalAveragePool', 'Flatten', 'MatMul', 'Softmax']);
    const notices: string[] = [];
    const { onnx } = await loadOnnxBackbone({
      path,
      pooling: 'average',
      onProgress: (event) => event.type === 'notice' && notices.push(event.message),
    });
    expect([...(await runOnce(onnx, picture))]).toEqual([1, 2, 3]);
    expect(notices[0]).toMatch(/ends in a classifier/);
    const scores = await loadOnnxBackbone({ path, pooling: 'average', output: 't3' });
    // The kernel is all ones: 1 + 2 + 3 twice.
    expect([...(await runOnce(scores.onnx, picture))]).toEqual([6, 6]);
    await expect(loadOnnxBackbone({ path, pooling: 'average', output: 'x' })).rejects.toMatchObject({
      message: expect.stringMatching(/no tensor "x".*t3/),
    });
  });

  /** Operators one after the other, from `t0` on. */
  async function channelsFirst(operators: readonly string[]): Promise<string> {
    const path = join(await mkdtemp(join(tmpdir(), 'graft-file-')), 'network.onnx');
    const end = (name: string, sides: readonly number[]) => ({
      name,
      type: { tensorType: { elemType: 1, shape: { dim: sides.map((dimValue) => ({ dimValue })) } } },
    });
    const bytes = encodeModel({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        name: 'network',
        node: operators.map((opType, i) => ({
          name: `n${i}`,
          opType,
          input: opType === 'MatMul' ? [`t${i}`, 'kernel'] : [`t${i}`],
          output: [`t${i + 1}`],
          attribute: [],
        })),
        initializer: [
          {
            name: 'kernel',
            dims: [3, 2],
            dataType: 1,
            rawData: new Uint8Array(new Float32Array(6).fill(1).buffer),
          },
        ],
        input: [end('t0', [1, 3, 4, 4])],
        output: [operators.length === 1 ? end('t1', [1, 3, 4, 4]) : end(`t${operators.length}`, [1, 2])],
      },
    });
    await writeFile(path, bytes);
    return path;
  }
});

describe('what cannot be a backbone says why', () => {
  test.each([
    ['nothing there', 'nowhere.onnx', undefined, 'BACKBONE_FILE_NOT_FOUND'],
    ['no ONNX', 'text.onnx', 'hello, this is no network', 'BACKBONE_FILE'],
    [
      'no network',
      'empty.json',
      '{"modelTopology": {"class_name": "Lambda"}, "weightsManifest": []}',
      'BACKBONE_FILE',
    ],
  ])('%s', async (_, name, content, code) => {
    const path = join(await mkdtemp(join(tmpdir(), 'graft-file-')), name);
    if (content) await writeFile(path, content);
    await expect(loadBackboneFile({ path, pooling: 'average' })).rejects.toMatchObject({ code });
  });

  test('a layer that is not known, by name and class', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'graft-file-')), 'model.json');
    const layers = [
      { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 8, 8, 3] } },
      { class_name: 'Wavelet', config: { name: 'strange' } },
    ];
    const modelTopology = { class_name: 'Sequential', config: { name: 'net', layers } };
    await writeFile(path, JSON.stringify({ modelTopology, weightsManifest: [] }));
    await expect(loadBackboneFile({ path, pooling: 'average' })).rejects.toMatchObject({
      message: expect.stringMatching(/layer "strange" \(Wavelet\).*tf2onnx/),
    });
  });
});

async function runOnce(file: Uint8Array, input: Float32Array): Promise<Float32Array> {
  const session = await createSession(file);
  const output = await session.run(input, 1);
  await session.dispose();
  return output;
}

function largestDifference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(received.length).toBe(expected.length);
  return Math.max(...Array.from(received, (value, i) => Math.abs(value - expected[i]!)));
}
