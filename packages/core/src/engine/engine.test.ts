import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

const native = await freshStart('native').catch(() => undefined);
const skipped = native ? '' : ' (skipped: native TensorFlow is not installed)';

describe('startEngine', () => {
  test('starts one engine per process', async () => {
    const { startEngine } = await import('./engine.js');
    expect(await startEngine()).toBe(await startEngine());
  });

  test.skipIf(!native)(
    `prefers native TensorFlow and tells the version of the C library${skipped}`,
    async () => {
      const engine = await freshStart('');
      expect(engine).toEqual({
        name: 'native',
        version: expect.stringMatching(/^2\.\d+\.\d+$/),
        missing: [],
      });
      expect(tf.getBackend()).toBe('tensorflow');
      expectItComputes();
    },
  );

  test.each(['wasm', 'cpu'])('starts %s when GRAFT_ENGINE asks for it', async (name) => {
    expect(await freshStart(name)).toEqual({ name, version: `tfjs ${tf.version.tfjs}`, missing: [] });
    expect(tf.getBackend()).toBe(name);
    expectItComputes();
  });

  test('names the engines there are when asked for another', async () => {
    await expect(freshStart('cuda')).rejects.toMatchObject({
      code: 'ENGINE_UNKNOWN',
      message: 'GRAFT_ENGINE is "cuda"; expected one of native, wasm, cpu.',
    });
  });
});

// docs/decisions/0020
test.skipIf(!native)(`a signal in the middle of a product does no harm${skipped}`, async () => {
  const program = `
    import { createRequire } from 'node:module';
    import { startEngine } from ${JSON.stringify(new URL('../../dist/engine/engine.js', import.meta.url).href)};
    const tf = createRequire(${JSON.stringify(import.meta.url)})('@tensorflow/tfjs');
    process.on('SIGUSR2', () => {});
    await startEngine();
    const [features, kernel] = [tf.randomUniform([48, 2048]), tf.randomUniform([2048, 2])];
    const expected = tf.matMul(features, kernel).dataSync();
    console.log('ready');
    for (const endMs = Date.now() + 2000; Date.now() < endMs; ) {
      for (let i = 0; i < 50; i++) {
        const product = tf.matMul(features, kernel);
        if (product.dataSync().some((value, at) => value !== expected[at])) throw new Error('another product');
        product.dispose();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    console.log('done');
    await new Promise((resolve) => setTimeout(resolve, 300)); // Without a handler, the last signal would end it.`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const timer = setInterval(() => child.kill('SIGUSR2'), 1);
  child.stdout.once('data', () => clearInterval(timer));
  const [code, signal] = await once(child, 'exit');
  clearInterval(timer);
  expect({ code, signal }).toEqual({ code: 0, signal: null });
});

/** A process chooses its engine once; a new copy of the module chooses again. */
async function freshStart(asked: string) {
  vi.stubEnv('GRAFT_ENGINE', asked);
  vi.resetModules();
  const { startEngine } = await import('./engine.js');
  return startEngine();
}

function expectItComputes() {
  // A convolution as well as a product: the 2x2 sums of 1..9.
  const [product, sums] = tf.tidy(() => {
    const picture = tf.range(1, 10).reshape([1, 3, 3, 1]) as tf.Tensor4D;
    return [
      tf
        .tensor2d([1, 2, 3, 4], [2, 2])
        .matMul(tf.tensor2d([5, 6], [2, 1]))
        .arraySync(),
      tf
        .conv2d(picture, tf.ones<tf.Rank.R4>([2, 2, 1, 1]), 1, 'valid')
        .flatten()
        .arraySync(),
    ];
  });
  expect(product).toEqual([[17], [39]]);
  expect(sums).toEqual([12, 16, 24, 28]);
}
