import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGraft } from './testing/run-graft.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-cli-'));
  await mkdir(join(folder, 'taken'));
  await writeFile(join(folder, 'taken', 'model.json'), '{}');
  await mkdir(join(folder, 'compared', 'fine-tuning'), { recursive: true });
  await writeFile(join(folder, 'compared', 'fine-tuning', 'model.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

const graft = (...args: string[]) =>
  runGraft(args, { cwd: folder, env: { GRAFT_CACHE: join(folder, 'cache') } });

describe('help and version', () => {
  test('go to stdout and are no failure', async () => {
    const help = await graft('--help');
    expect(help.code).toBe(0);
    for (const command of [
      'train',
      'predict',
      'evaluate',
      'compare',
      'export',
      'augment',
      'backbones',
      'doctor',
      'demo',
    ]) {
      expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
    expect(await graft('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});

describe('bad input ends with exit code 2 and names what is wrong', () => {
  test.each([
    ['no command', [], 'Usage: graft'],
    ['an unknown command', ['trian', 'data'], "unknown command 'trian'"],
    ['an unknown option', ['train', 'data', '--out', 'm', '--epoch', '3'], "unknown option '--epoch'"],
    ['a missing argument', ['train', '--out', 'm'], "missing required argument 'data'"],
    ['a missing option', ['train', 'data'], "required option '--out <bundle>'"],
    [
      'an unknown strategy',
      ['train', 'd', '--out', 'm', '--strategy', 'magic'],
      'feature-extraction, fine-tuning',
    ],
    [
      'epochs',
      ['train', 'd', '--out', 'm', '--epochs', '0'],
      "option '--epochs <n>' argument '0' is invalid",
    ],
    [
      'batch size',
      ['train', 'd', '--out', 'm', '--batch-size', '1.5'],
      "option '--batch-size <n>' argument '1.5'",
    ],
    [
      'learning rate',
      ['train', 'd', '--out', 'm', '--learning-rate', '-1'],
      "option '--learning-rate <x>' argument '-1'",
    ],
    ['dropout', ['train', 'd', '--out', 'm', '--dropout', '1'], "option '--dropout <rate>' argument '1'"],
    ['dense', ['train', 'd', '--out', 'm', '--dense', '256,x'], "option '--dense <sizes>' argument '256,x'"],
    ['top', ['predict', 'm', 'x.png', '--top', '0'], "option '--top <k>' argument '0'"],
    [
      'a layer for feature extraction',
      ['train', 'd', '--out', 'm', '--from', 'top_conv'],
      '--from belongs to',
    ],
    [
      'two heads',
      ['train', 'd', '--out', 'm', '--head', 'tutorial', '--dropout', '0.1'],
      '--head names a whole',
    ],
    [
      'patience for nothing',
      ['compare', 'd', '--patience', '3', '--no-early-stopping'],
      '--patience and --no-early',
    ],
    [
      'a model in the way',
      ['train', 'd', '--out', 'taken'],
      'Error BUNDLE_EXISTS: taken already holds a model',
    ],
    ['a file in the way', ['train', 'd', '--out', 'taken/model.json/m'], 'it is a file'],
    [
      'a model in the way of a comparison',
      ['compare', 'd', '--out', 'compared'],
      'fine-tuning already holds',
    ],
    ['no such data', ['train', 'nowhere', '--out', 'm'], 'nowhere'],
    ['no such model', ['predict', 'nowhere', 'x.png'], 'nowhere'],
    ['an unknown format', ['export', 'm', '--format', 'pickle', '--out', 'x'], 'onnx, tfjs, keras'],
    [
      'a folder in the way',
      ['export', 'm', '--format', 'onnx', '--out', 'taken'],
      'taken is a folder already',
    ],
    ['no model to export', ['export', 'nowhere', '--format', 'onnx', '--out', 'x'], 'nowhere'],
    ['an unknown backbone', ['backbones', 'fetch', 'resnet51'], 'resnet51'],
  ])('%s', async (_name, args, message) => {
    const { code, stdout, stderr } = await graft(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('GRAFT_DEBUG=1 shows where an error came from', async () => {
  const { code, stderr } = await runGraft(['train', 'd', '--out', 'taken'], {
    cwd: folder,
    env: { GRAFT_DEBUG: '1' },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^\s+at .*check-out-folder/m);
});

test('backbones are listed with where their weights come from', async () => {
  const { code, stdout } = await graft('backbones', '--json');
  expect(code).toBe(0);
  const rows = JSON.parse(stdout) as { name: string; weights: string }[];
  expect(rows.find(({ name }) => name === 'efficientnet-lite0')).toMatchObject({ weights: 'embedded' });
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['vgg16', 'mobilenet-v2', 'resnet50']));

  const table = await graft('backbones');
  for (const { name } of rows) expect(table.stdout).toContain(name);
});

test('an embedded backbone is fetched from where it lies', async () => {
  const { code, stdout } = await graft('backbones', 'fetch', 'efficientnet-lite0', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'efficientnet-lite0',
    path: expect.stringMatching(/safetensors$/),
  });
});

test('the doctor names the engine, Node and the cache', async () => {
  const { code, stdout } = await graft('doctor');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Engine +(native|wasm|cpu), /m);
  expect(stdout).toContain(process.versions.node);
  expect(stdout).toContain(join(folder, 'cache'));
  expect(JSON.parse((await graft('doctor', '--json')).stdout)).toMatchObject({ node: process.versions.node });
});
