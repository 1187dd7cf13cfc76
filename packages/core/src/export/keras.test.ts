import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { exportModel } from './export-model.js';
import { largestDifference, type SavedExample, saveExample } from './test-data/saved-model.js';

const python = process.env.GRAFT_KERAS_PYTHON;
const SCRIPT = fileURLToPath(new URL('./test-data/open-in-keras.py', import.meta.url));
const reason = python ? '' : ' (skipped: GRAFT_KERAS_PYTHON names no Python with Keras 3)';

let folder: string;
beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-keras-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(!python)(`real Keras opens a .keras file and gives the same probabilities${reason}`, () => {
  test.each(listBackbones())('$title', async ({ name }) => {
    const saved = await saveExample(name);
    const file = join(folder, `${name}.keras`);
    await exportModel(saved.storage, { format: 'keras', out: file });
    const opened = await openInKeras(file, saved);
    expect(largestDifference(opened.probabilities, saved.probabilities)).toBeLessThan(1e-4);
  });
});

/** Runs Keras in a process of its own, on the pictures of the example. */
async function openInKeras(
  file: string,
  { pictures, shape }: SavedExample,
): Promise<{ probabilities: number[] }> {
  const input = `${file}.input`;
  await writeFile(input, pictures);
  const { stdout } = await promisify(execFile)(python!, [SCRIPT, file, input, JSON.stringify(shape)], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}
