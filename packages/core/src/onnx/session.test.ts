import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { exportOnnx } from './export-onnx.js';
import { createSession } from './session.js';

beforeAll(() => startEngine());
afterEach(() => {
  vi.doUnmock('onnxruntime-node');
  vi.resetModules();
});

async function doubling(): Promise<Uint8Array> {
  const input = tf.input({ shape: [2] });
  const output = tf.layers.rescaling({ scale: 2, offset: 1 }).apply(input) as tf.SymbolicTensor;
  return exportOnnx(tf.model({ inputs: input, outputs: output }));
}

describe('a session', () => {
  test.each([undefined, 1, 2])('runs any number of samples, with %s threads', async (threads) => {
    const session = await createSession(await doubling(), { threads });
    expect(session).toMatchObject({ inputShape: [2], outputShape: [2], inputType: 'float32' });
    expect([...(await session.run(Float32Array.of(1, 2), 1))]).toEqual([3, 5]);
    expect([...(await session.run(Float32Array.of(1, 2, 3, 4, 5, 6), 3))]).toEqual([3, 5, 7, 9, 11, 13]);
    await session.dispose();
  });

  test('keeps results apart: a later run does not change an earlier one', async () => {
    const session = await createSession(await doubling());
    const first = await session.run(Float32Array.of(1, 2), 1);
    await session.run(Float32Array.of(5, 6), 1);
    expect([...first]).toEqual([3, 5]);
  });

  test('opens a file that lies inside a larger buffer', async () => {
    const bytes = await doubling();
    const buffer = new Uint8Array(bytes.length + 14);
    buffer.set(bytes, 7);
    const session = await createSession(buffer.subarray(7, 7 + bytes.length));
    expect([...(await session.run(Float32Array.of(1, 2), 1))]).toEqual([3, 5]);
  });

  test('refuses an input that does not fit, saying what would', async () => {
    const session = await createSession(await doubling());
    await expect(session.run(Float32Array.of(1, 2, 3), 1)).rejects.toMatchObject({
      code: 'ENGINE_ONNX_RUN',
      message: expect.stringMatching(/expected float32 of shape \[1, 2\], received 3 values/),
    });
    await expect(session.run(Uint8Array.of(1, 2), 1)).rejects.toMatchObject({ code: 'ENGINE_ONNX_RUN' });
  });

  test('cannot run after it was disposed', async () => {
    const session = await createSession(await doubling());
    await session.dispose();
    await expect(session.run(Float32Array.of(1, 2), 1)).rejects.toMatchObject({ code: 'ENGINE_ONNX_RUN' });
  });

  test.each([
    ['no file', new Uint8Array()],
    ['no ONNX file', new TextEncoder().encode('not a network')],
  ])('refuses %s', async (_, bytes) => {
    await expect(createSession(bytes)).rejects.toMatchObject({ code: 'ENGINE_ONNX_MODEL' });
  });

  test('says so where ONNX Runtime cannot be loaded', async () => {
    vi.resetModules();
    vi.doMock('onnxruntime-node', () => {
      throw new Error('wrong ELF class');
    });
    const { createSession: createWithout } = await import('./session.js');
    await expect(createWithout(new Uint8Array())).rejects.toMatchObject({
      code: 'ENGINE_ONNX_UNAVAILABLE',
      message: expect.stringContaining('graft doctor'),
    });
  });
});
