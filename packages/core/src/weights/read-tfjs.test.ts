import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { readWeights } from './read-weights.js';

let folder: string;

beforeAll(async () => {
  await startEngine();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-tfjs-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a TensorFlow.js layers model', () => {
  test('gives tensors whose bytes are spread over shards', async () => {
    const bytes = Buffer.from(Float32Array.of(1, 2, 3, 4, 5).buffer);
    await writeModel({
      paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
      weights: [entry('a/kernel', [2, 2]), entry('a/bias', [1])],
    });
    await writeFile(join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, 7));
    await writeFile(join(folder, 'group1-shard2of2.bin'), bytes.subarray(7));

    const { format, layers } = await readWeights(folder);

    expect(format).toBe('tfjs');
    expect(layers).toEqual([
      {
        layer: 'a',
        tensors: [
          { name: 'kernel', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
          { name: 'bias', shape: [1], data: Float32Array.of(5) },
        ],
      },
    ]);
  });

  test('widens quantised weights as tfjs itself does', async () => {
    const weights = [
      {
        ...entry('a/kernel', [3]),
        quantization: { dtype: 'uint8', scale: 0.1, min: -2, original_dtype: 'float32' },
      },
      { ...entry('b/kernel', [2]), quantization: { dtype: 'uint16', scale: 0.001, min: 1 } },
      { ...entry('c/kernel', [2]), quantization: { dtype: 'float16', original_dtype: 'float32' } },
      { ...entry('d/kernel', [1]), dtype: 'int32' },
    ] as const;
    // 0, 10, 255; 0, 65535; 1.0 and -2.0 in half precision; 7.
    const bytes = Uint8Array.of(0, 10, 255, 0, 0, 255, 255, 0x00, 0x3c, 0x00, 0xc0, 7, 0, 0, 0);
    await writeModel({ paths: ['w.bin'], weights });
    await writeFile(join(folder, 'w.bin'), bytes);

    const { layers } = await readWeights(join(folder, 'model.json'));

    const theirs = tf.io.decodeWeights(bytes.buffer, weights as unknown as tf.io.WeightsManifestEntry[]);
    for (const { layer, tensors } of layers) {
      expect([...tensors[0]!.data], layer).toEqual([...theirs[`${layer}/kernel`]!.dataSync()]);
    }
    expect(layers.map(({ tensors }) => tensors[0]!.data)).toEqual([
      Float32Array.of(-2, -1, 23.5),
      Float32Array.of(1, 66.535),
      Float32Array.of(1, -2),
      Float32Array.of(7),
    ]);
    tf.dispose(theirs);
  });

  test('without its shards says which file is missing', async () => {
    await writeModel({ paths: ['w.bin'], weights: [entry('a/kernel', [1])] });

    await expect(readWeights(folder)).rejects.toMatchObject({
      code: 'WEIGHTS_NOT_FOUND',
      message: expect.stringContaining(join(folder, 'w.bin')),
    });
  });

  test('that ends too early names the tensor', async () => {
    await writeModel({ paths: ['w.bin'], weights: [entry('a/kernel', [1]), entry('a/bias', [2])] });
    await writeFile(join(folder, 'w.bin'), Buffer.alloc(8));

    await expect(readWeights(folder)).rejects.toMatchObject({
      code: 'WEIGHTS_TRUNCATED',
      details: { tensor: 'a/bias' },
    });
  });

  test('with more bytes than its tensors take is refused', async () => {
    await writeModel({ paths: ['w.bin'], weights: [entry('a/kernel', [1])] });
    await writeFile(join(folder, 'w.bin'), Buffer.alloc(8));

    await expect(readWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_DAMAGED' });
  });

  test('with the same tensor twice is refused by its name', async () => {
    await writeModel({ paths: ['w.bin'], weights: [entry('a/kernel', [1]), entry('a/kernel', [1])] });
    await writeFile(join(folder, 'w.bin'), Buffer.alloc(8));

    await expect(readWeights(folder)).rejects.toThrow('"a/kernel" twice');
  });

  test.each(['../secret.bin', '/etc/hostname', 'sub/../../secret.bin'])(
    'does not follow the path %s',
    async (path) => {
      await mkdir(join(folder, 'model'));
      await writeFile(join(folder, 'secret.bin'), Buffer.alloc(4));
      await writeModel({ paths: [path], weights: [entry('a/kernel', [1])] }, join(folder, 'model'));

      // An absolute path is looked for below the folder, where it is not.
      const error = await readWeights(join(folder, 'model')).catch((error: Error) => error);
      expect(error).toMatchObject({ code: expect.stringMatching(/^WEIGHTS_(DAMAGED|NOT_FOUND)$/) });
    },
  );

  test.each([
    ['a shape with a negative side', { ...entry('a/kernel', [-1]) }],
    ['strings for values', { ...entry('a/kernel', [1]), dtype: 'string' }],
    [
      'an unknown quantisation',
      { ...entry('a/kernel', [1]), quantization: { dtype: 'uint3', scale: 1, min: 0 } },
    ],
  ])('with %s is refused', async (_, weight) => {
    await writeModel({ paths: ['w.bin'], weights: [weight] });
    await writeFile(join(folder, 'w.bin'), Buffer.alloc(4));

    await expect(readWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_DAMAGED' });
  });

  test('is told from a graph model, whose weights belong to no layers', async () => {
    await writeFile(
      join(folder, 'model.json'),
      JSON.stringify({ format: 'graph-model', weightsManifest: [] }),
    );

    await expect(readWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_UNKNOWN_FORMAT' });
  });
});

test('a file in no known format is refused with the list of those that are', async () => {
  await writeFile(join(folder, 'model.pt'), 'something else');

  await expect(readWeights(join(folder, 'model.pt'))).rejects.toMatchObject({
    code: 'WEIGHTS_UNKNOWN_FORMAT',
    message: expect.stringMatching(/\.h5.*\.keras.*\.safetensors/),
  });
});

test('a path that leads nowhere is named', async () => {
  await expect(readWeights(join(folder, 'nothing.h5'))).rejects.toMatchObject({
    code: 'WEIGHTS_NOT_FOUND',
    message: expect.stringContaining(join(folder, 'nothing.h5')),
  });
});

function entry(name: string, shape: number[]) {
  return { name, shape, dtype: 'float32' };
}

async function writeModel(group: { paths: readonly string[]; weights: readonly unknown[] }, where = folder) {
  const model = { format: 'layers-model', modelTopology: {}, weightsManifest: [group] };
  await writeFile(join(where, 'model.json'), JSON.stringify(model));
}
