import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { shared, sharedTest } from '@graft/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WeightsError } from '../errors.js';
import { readWeights } from './read-weights.js';
import type { WeightsFile } from './types.js';

const FILES = [
  'goldens/weight-files/mobilenet_025_64.safetensors',
  'goldens/weight-files/mobilenet_025_64_no_top.h5',
  'goldens/weight-files/mobilenet_025_64_model.h5',
  'goldens/weight-files/mobilenet_025_64.weights.h5',
  'goldens/weight-files/mobilenet_025_64.keras',
  'weights/squeezenet-1.1/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5',
];
const TFJS = 'weights/mobilenet-v2-035/backbone';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-damaged-'));
});

afterAll(() => rm(folder, { recursive: true }));

for (const source of FILES) {
  describe(basename(source), () => {
    sharedTest(test, source, 'cut short anywhere is refused', async () => {
      const bytes = await readFile(shared(source));
      const cut = fc.oneof(
        fc.nat(bytes.length - 1),
        // Where headers and directories lie.
        fc.nat(200),
        fc.nat(200).map((fromEnd) => bytes.length - 1 - fromEnd),
      );
      await fc.assert(
        fc.asyncProperty(cut, async (length) => {
          const error = await readFailure(bytes.subarray(0, length), basename(source));
          expect(['WEIGHTS_TRUNCATED', 'WEIGHTS_DAMAGED']).toContain(error?.code);
          expect(error?.message).toContain(basename(source));
        }),
        { numRuns: 15, examples: [[0], [1], [8], [bytes.length - 1]] },
      );
    });

    sharedTest(test, source, 'with damaged bytes is read or refused, never a crash', async () => {
      const bytes = await readFile(shared(source));
      const whole = sizes(await readWeights(shared(source)));
      const position = fc.oneof(
        fc.nat(4000),
        fc.nat(bytes.length - 1),
        fc.nat(2000).map((n) => bytes.length - 1 - n),
      );
      const damage = fc.array(fc.tuple(position, fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 20,
      });
      await fc.assert(
        fc.asyncProperty(damage, async (changes) => {
          const copy = Uint8Array.from(bytes);
          for (const [at, mask] of changes) copy[at]! ^= mask;
          await readFailure(copy, basename(source));
        }),
        { numRuns: 10 },
      );
      // Whatever state the last one left the library in, the next file is read.
      expect(sizes(await readWeights(shared(source)))).toEqual(whole);
    });
  });
}

describe('a file that sends the HDF5 library round in circles', () => {
  const source = FILES[1]!;
  sharedTest(test, source, 'is given up, and the process goes on', async () => {
    const bytes = Uint8Array.from(await readFile(shared(source)));
    bytes[2289]! ^= 61; // Found by damaging it at random.
    let turns = 0;
    const counter = setInterval(() => turns++, 50);
    const error = await readFailure(bytes, 'circles.h5');
    clearInterval(counter);
    expect(error?.code).toBe('WEIGHTS_DAMAGED');
    expect(error?.cause).toMatchObject({ message: 'no answer within 10 s' });
    expect(turns).toBeGreaterThan(20);
  });
});

describe('a TensorFlow.js model', () => {
  sharedTest(test, TFJS, 'whose weights are cut short anywhere is refused', async () => {
    const bytes = await readFile(shared(`${TFJS}/weights.bin`));
    await cp(shared(`${TFJS}/model.json`), join(folder, 'model.json'));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        await writeFile(join(folder, 'weights.bin'), bytes.subarray(0, length));
        await expect(readWeights(folder)).rejects.toThrow(
          expect.objectContaining({ code: 'WEIGHTS_TRUNCATED' }),
        );
      }),
      { numRuns: 20, examples: [[0], [bytes.length - 1]] },
    );
  });

  sharedTest(test, TFJS, 'whose description is cut short is refused', async () => {
    const bytes = await readFile(shared(`${TFJS}/model.json`));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        const error = await readFailure(bytes.subarray(0, length), 'model.json');
        expect(error?.code).toBe('WEIGHTS_DAMAGED');
      }),
      { numRuns: 50, examples: [[0], [1]] },
    );
  });
});

/** The error that reading these bytes gives, if any; anything but a WeightsError fails the test. */
async function readFailure(bytes: Uint8Array, name: string): Promise<WeightsError | undefined> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  try {
    await readWeights(path);
    return undefined;
  } catch (error) {
    if (error instanceof WeightsError) return error;
    throw error;
  }
}

function sizes({ layers }: WeightsFile) {
  return layers.map(({ layer, tensors }) => [layer, ...tensors.map(({ data }) => data.length)]);
}
