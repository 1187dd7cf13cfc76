import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adviceFor } from './advice.js';
import { describeEnvironment } from './describe-environment.js';
import { startEngine } from './engine.js';
import { folderSizes } from './folder-sizes.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-environment-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('an environment report has the engine, the machine and the cache, and survives JSON', async () => {
  vi.stubEnv('GRAFT_CACHE', folder);
  await mkdir(join(folder, 'weights'));
  await writeFile(join(folder, 'weights', 'vgg16.h5'), Buffer.alloc(1_000));

  const report = await describeEnvironment();

  expect(report).toMatchObject({
    engine: await startEngine(),
    node: process.versions.node,
    processor: { cores: cpus().length },
    cache: {
      folder,
      bytes: 1_000,
      parts: [{ name: 'weights', path: join(folder, 'weights'), files: 1, bytes: 1_000 }],
    },
  });
  expect(report.memory.availableBytes).toBeGreaterThan(0);
  expect(report.memory.availableBytes).toBeLessThanOrEqual(report.memory.totalBytes);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

describe('folderSizes', () => {
  test('adds up nested files, sorted by name, without following links', async () => {
    await mkdir(join(folder, 'b', 'deep'), { recursive: true });
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'b', 'one'), '12345');
    await writeFile(join(folder, 'b', 'deep', 'two'), '123');
    await symlink(folder, join(folder, 'b', 'loop'));
    const loop = folder.length; // A link is as long as the path in it.

    expect(await folderSizes(folder)).toEqual([
      { name: 'a', path: join(folder, 'a'), files: 0, bytes: 0 },
      { name: 'b', path: join(folder, 'b'), files: 3, bytes: 8 + loop },
    ]);
  });

  test('a folder that is not there holds nothing', async () => {
    expect(await folderSizes(join(folder, 'absent'))).toEqual([]);
  });
});

describe('adviceFor', () => {
  const facts = {
    node: '22.12.0',
    platform: 'linux x64',
    processor: { model: 'Some CPU', cores: 2, features: ['avx', 'avx2'] },
    memory: { totalBytes: 16e9, availableBytes: 8e9 },
    cache: { folder: '/cache', bytes: 0, parts: [] },
  };
  const native = { name: 'native', version: '2.18.1', missing: [] } as const;
  const wasm = { name: 'wasm', version: 'tfjs 4.22.0', missing: ['native: no binding'] } as const;

  test('is empty when nothing is missing', () => {
    expect(adviceFor(native, facts)).toEqual([]);
  });

  test('without native TensorFlow it says why, what is lost and what to run', () => {
    const [advice] = adviceFor(wasm, facts);
    expect(advice).toContain('native: no binding');
    expect(advice).toContain('fine-tuning of convolutions does not');
    expect(advice).toContain('npm run bootstrap');
  });

  test('an engine that was asked for is not called missing', () => {
    vi.stubEnv('GRAFT_ENGINE', 'wasm');
    expect(adviceFor({ ...wasm, missing: [] }, facts)).toEqual([expect.stringContaining('unset it')]);
  });

  test('a processor without AVX cannot run TensorFlow; one that does not tell is not accused', () => {
    const withFeatures = (features: string[]) => ({ ...facts, processor: { ...facts.processor, features } });
    expect(adviceFor(wasm, withFeatures(['sse4_2'])).join()).toContain('no AVX');
    expect(adviceFor(wasm, withFeatures([])).join()).not.toContain('no AVX');
  });

  test.each([
    ['20.18.0', /too old/],
    ['18.20.4', /too old/],
    ['23.5.0', /tested on Node 20, 22 and 24/],
  ])('Node %s is spoken about', (node, expected) => {
    expect(adviceFor(native, { ...facts, node })).toEqual([expect.stringMatching(expected)]);
  });

  test('little memory is a reason for smaller batches', () => {
    const advice = adviceFor(native, { ...facts, memory: { totalBytes: 4e9, availableBytes: 9e8 } });
    expect(advice).toEqual([expect.stringContaining('900 MB')]);
  });

  test('an engine that could not start is the first thing to read', () => {
    expect(adviceFor({ problem: 'No numerical engine could start.' }, facts)).toEqual([
      'No numerical engine could start.',
    ]);
  });
});
