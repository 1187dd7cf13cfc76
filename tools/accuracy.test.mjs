import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('accuracy/main.mjs', import.meta.url));
const run = (/** @type {string[]} */ ...args) => promisify(execFile)(process.execPath, [script, ...args]);

/** @type {string} */
let folder;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graft-accuracy-test-'));
  for (const [label, hue] of /** @type {const} */ ([
    ['day', 200],
    ['night', 20],
  ])) {
    mkdirSync(join(folder, label));
    for (let i = 0; i < 20; i++) {
      const create = {
        width: 40,
        height: 40,
        channels: /** @type {const} */ (3),
        background: { r: hue, g: hue + i, b: 9 * i },
      };
      await sharp({ create })
        .png()
        .toFile(join(folder, label, `${i}.png`));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('both strategies are measured on the same test pictures, each with its interval', async () => {
  const { stdout } = await run(folder, '--seeds', '1', '--only', 'featureExtraction,fineTuning', '--json');
  const [set] = JSON.parse(stdout).sets;
  expect(set.pictures).toEqual({ train: 32, validation: 4, test: 4 });
  expect(Object.keys(set.systems)).toEqual(['featureExtraction', 'fineTuning']);
  expect(set.systems.featureExtraction.accuracy).toBe(1);
  // Wilson's interval for 4 of 4: 4 / (4 + 1.96²).
  expect(set.systems.featureExtraction.interval[0]).toBeCloseTo(0.51, 3);
});

test('a folder that is not there, no folder at all and seeds that are none are refused by name', async () => {
  await expect(run(join(folder, 'nowhere'), '--only', 'fineTuning')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nowhere'),
  });
  await expect(run()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Say where') });
  await expect(run(folder, '--seeds', 'one')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--seeds is one'),
  });
});
