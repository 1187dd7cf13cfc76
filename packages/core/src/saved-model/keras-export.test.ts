import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectNoLeakedTensors } from '@graft/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBackboneFile } from '../backbone-files/load-backbone-file.js';
import { loadSavedModel } from '../backbone-files/load-saved-model.js';
import { startEngine } from '../engine/engine.js';
import { GraftError } from '../errors.js';
import { createSession } from '../onnx/session.js';

/** Made by `test-data/make.py` with Keras 3.15.1 on TensorFlow 2.21.0. */
const KERAS = fileURLToPath(new URL('test-data/keras', import.meta.url));
let folder: string;

beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-keras-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a network that Keras exported', () => {
  test('gives the features that Keras computes, its classifier left out and its pixels as they are', async () => {
    const { picture, features } = await golden();
    const notices: string[] = [];
    const loaded = await expectNoLeakedTensors(() =>
      loadBackboneFile({
        path: KERAS,
        pooling: 'average',
        onProgress: (event) => event.type === 'notice' && notices.push(event.message),
      }),
    );
    expect(loaded).toMatchObject({
      options: { inputSize: 13 },
      scaling: { mode: 'none' },
      featureLength: 16,
    });
    expect(notices).toEqual([
      expect.stringMatching(/ends in a classifier, which is left out: features are ".*pool.*" \[16\]/),
      expect.stringMatching(/scaled by "none".*scales them itself/),
    ]);
    expect(await difference(loaded as { onnx: Uint8Array }, picture!, features!)).toBeLessThan(1e-5);
  });

  test('ends at the output or the operation asked for', async () => {
    const { picture, answer } = await golden();
    const whole = await loadSavedModel({ path: KERAS, pooling: 'average', output: 'output_0' });
    expect(await difference(whole, picture!, answer!)).toBeLessThan(1e-5);
    const map = await loadSavedModel({
      path: KERAS,
      pooling: 'flatten',
      output: 'functional_1/map_1/concat',
    });
    expect(map.featureLength).toBe(4 * 4 * 16);
    const asNoticed = await loadSavedModel({
      path: KERAS,
      pooling: 'average',
      output: 'functional_1/pool_1/Mean/ReduceMean',
    });
    expect(asNoticed.featureLength).toBe(16);
    await expect(
      loadSavedModel({ path: KERAS, pooling: 'average', output: 'nowhere' }),
    ).rejects.toMatchObject({
      code: 'BACKBONE_FILE',
      message: expect.stringMatching(/no operation "nowhere".*Softmax/),
    });
  });

  async function golden() {
    return JSON.parse(await readFile(`${KERAS}.json`, 'utf8')) as Record<string, number[]>;
  }
});

describe('a damaged SavedModel is refused, whatever is wrong with it', () => {
  const [PB, INDEX, DATA] = [
    'saved_model.pb',
    'variables/variables.index',
    'variables/variables.data-00000-of-00001',
  ] as const;

  test.each([
    [
      'weights with other bits',
      DATA,
      (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1),
      /checksum differs/,
    ],
    ['weights that end early', DATA, (bytes: Uint8Array) => bytes.subarray(0, 50), /end early/],
    ['an index that ends early', INDEX, (bytes: Uint8Array) => bytes.subarray(0, -20), /index of TensorFlow/],
    ['a graph that ends early', PB, (bytes: Uint8Array) => bytes.subarray(0, 40_000), /SavedModel/],
    ['an empty graph', PB, () => new Uint8Array(), /holds no graph/],
  ])('%s', async (_, file, damage, message) => {
    await expect(load(await damaged(file, damage))).rejects.toMatchObject({
      code: 'BACKBONE_FILE',
      message: expect.stringMatching(message),
    });
  });

  test('weights that are missing', async () => {
    const copy = await damaged(PB, (bytes) => bytes);
    await rm(join(copy, 'variables'), { recursive: true });
    await expect(load(copy)).rejects.toMatchObject({ message: expect.stringMatching(/hold no value for/) });
  });

  test('any byte changed, any length cut: it loads, or says why not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(PB, PB, INDEX),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (file, place, change, isCut) => {
          const copy = await damaged(file, (bytes) => {
            const at = place % bytes.length;
            return isCut ? bytes.subarray(0, at) : bytes.with(at, bytes[at]! ^ change);
          });
          await load(copy).catch((error: unknown) => expect(error).toBeInstanceOf(GraftError));
        },
      ),
      { numRuns: 150 },
    );
  });

  async function damaged(file: string, damage: (bytes: Uint8Array) => Uint8Array): Promise<string> {
    const copy = join(folder, 'damaged');
    await rm(copy, { recursive: true, force: true });
    await cp(KERAS, copy, { recursive: true });
    await writeFile(join(copy, file), damage(new Uint8Array(await readFile(join(KERAS, file)))));
    return copy;
  }

  const load = (path: string) => loadSavedModel({ path, pooling: 'average' });
});

async function difference({ onnx }: { onnx: Uint8Array }, picture: number[], expected: number[]) {
  const session = await createSession(onnx);
  const received = await session.run(Float32Array.from(picture), 1);
  await session.dispose();
  expect(received.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - received[i]!)));
}
