import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { chain, drawWeights } from './compare-with-tfjs.js';
import { exportOnnx } from './export-onnx.js';
import { createSession } from './session.js';
import { createSessionThreads } from './session-threads.js';

beforeAll(() => startEngine());

async function network(): Promise<Uint8Array> {
  const model = chain(
    [16, 16, 3],
    tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu6' }),
    tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' }),
    tf.layers.globalAveragePooling2d({}),
  );
  drawWeights(model);
  return exportOnnx(model);
}

function pictures(count: number): Float32Array[] {
  const random = createRandom('pictures');
  return Array.from({ length: count }, () => Float32Array.from({ length: 16 * 16 * 3 }, () => random.next()));
}

describe('sessions in threads', () => {
  test.each([1, 2, 3])(
    'give the bits of one session, every answer to its question, with %s threads',
    async (threads) => {
      const bytes = await network();
      const session = await createSession(bytes);
      const pool = await createSessionThreads(bytes, { threads });
      expect(pool).toMatchObject({ inputShape: [16, 16, 3], outputShape: [8], inputType: 'float32' });
      const inputs = pictures(50);
      const answers = await Promise.all(inputs.map((input) => pool.run(input, 1)));
      for (const [i, input] of inputs.entries()) expect(answers[i]).toEqual(await session.run(input, 1));
      await Promise.all([pool.dispose(), session.dispose()]);
    },
  );

  test('leave the caller its input, and read no further than it looks', async () => {
    const pool = await createSessionThreads(await network(), { threads: 1 });
    const [input, other] = pictures(2) as [Float32Array, Float32Array];
    const packed = new Float32Array(input.length * 2);
    packed.set(other);
    packed.set(input, input.length);
    const answer = await pool.run(packed.subarray(input.length), 1);
    expect(answer).toEqual(await pool.run(input, 1));
    expect(packed.subarray(input.length)).toEqual(input);
    await pool.dispose();
  });

  test('keep the main thread free while they compute', async () => {
    const pool = await createSessionThreads(await network(), { threads: 1 });
    let done = false;
    const answers = Promise.all(pictures(200).map((input) => pool.run(input, 1))).then(() => {
      done = true;
    });
    let turns = 0;
    while (!done) {
      await new Promise(setImmediate);
      turns++;
    }
    await answers;
    expect(turns).toBeGreaterThan(10);
    await pool.dispose();
  });

  test('refuse an input that does not fit, and answer the next', async () => {
    const pool = await createSessionThreads(await network(), { threads: 1 });
    await expect(pool.run(Float32Array.of(1, 2, 3), 1)).rejects.toMatchObject({
      code: 'ENGINE_ONNX_RUN',
      message: expect.stringMatching(/expected float32 of shape \[1, 16, 16, 3\], received 3 values/),
    });
    expect(await pool.run(pictures(1)[0]!, 1)).toHaveLength(8);
    await pool.dispose();
  });

  test('finish what they have when they are disposed, and take nothing more', async () => {
    const pool = await createSessionThreads(await network(), { threads: 2 });
    const [first, ...others] = pictures(30).map((input) => pool.run(input, 1));
    const settled = Promise.allSettled(others);
    await pool.dispose();
    expect(await first).toHaveLength(8);
    expect((await settled).at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'ENGINE_ONNX_RUN' } });
    await expect(pool.run(pictures(1)[0]!, 1)).rejects.toMatchObject({ code: 'ENGINE_ONNX_RUN' });
  });

  test('refuse what is no network', async () => {
    await expect(createSessionThreads(new TextEncoder().encode('nothing'))).rejects.toMatchObject({
      code: 'ENGINE_ONNX_MODEL',
    });
  });

  test('let the process exit in the middle of a run with the code it asks for', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'graft-threads-')), 'network.onnx');
    await writeFile(path, await network());
    // The built file: a child of Node cannot run TypeScript on every version.
    const script = `
      import { readFileSync } from 'node:fs';
      import { createSessionThreads } from ${JSON.stringify(new URL('../../dist/onnx/session-threads.js', import.meta.url).href)};
      const threads = await createSessionThreads(readFileSync(${JSON.stringify(path)}), { threads: 2 });
      const picture = new Float32Array(16 * 16 * 3);
      const ask = () => threads.run(picture, 1).then(ask, () => {});
      for (let i = 0; i < 8; i++) ask();
      setTimeout(() => process.exit(7), 100);`;
    for (let i = 0; i < 3; i++) {
      const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
      expect({ status: child.status, signal: child.signal, stderr: child.stderr }).toEqual({
        status: 7,
        signal: null,
        stderr: '',
      });
    }
  });
});
