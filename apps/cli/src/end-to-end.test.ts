import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONCEPTS, KINDS } from './demo/concepts.js';
import { drawEmoji } from './demo/emoji.js';
import { type GraftOptions, runGraft } from './testing/run-graft.js';
import type { TrainDocument } from './training-run.js';

/** A real task small enough for a test: ten animals against ten foods, in three styles. */
const concepts = KINDS.flatMap((kind) =>
  CONCEPTS.filter((concept) => concept.kind === kind && concept.emoji.length === 1).slice(0, 10),
);

/** Fine-tuning needs the native engine; a machine without it runs the other tests. */
const native = (await runGraft(['doctor'])).stdout.includes('Engine     native');

let folder: string;
let data: string;
let picture: string;

const graft = (args: string[], options: GraftOptions = {}) =>
  runGraft(args, { cwd: folder, env: { GRAFT_CACHE: join(folder, 'cache') }, ...options });
const train = (out: string, ...more: string[]) => ['train', data, '--out', out, '--json', ...more];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-e2e-'));
  data = await drawEmoji(folder, { concepts });
  const [first] = await readdir(join(data, 'test', 'animal'));
  picture = join(data, 'test', 'animal', first!);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('train, predict, evaluate, compare', () => {
  let document: TrainDocument;

  beforeAll(async () => {
    const { code, stdout, stderr } = await graft(train('model', '--epochs', '2'));
    expect(stderr).toContain('epoch 2/2');
    expect(code, stderr).toBe(0);
    document = JSON.parse(stdout) as TrainDocument;
  });

  test('train gives one JSON document with what was reached and what it took', () => {
    expect(document).toMatchObject({
      bundle: expect.stringMatching(/model$/),
      strategy: 'feature-extraction',
      backbone: 'efficientnet-lite0',
      test: { accuracy: expect.any(Number), interval: [expect.any(Number), expect.any(Number)], count: 12 },
      baselines: { majority: 0.5, nearestNeighbour: expect.any(Number) },
      seconds: { total: expect.any(Number), features: expect.any(Number), training: expect.any(Number) },
    });
    expect(document.history).toHaveLength(2);
    const { accuracy, interval } = document.test;
    expect(interval[0]).toBeLessThanOrEqual(accuracy);
    expect(interval[1]).toBeGreaterThanOrEqual(accuracy);
    expect(existsSync(join(folder, 'model', 'model.json'))).toBe(true);
  });

  test('predict gives the labels of every picture, most probable first', async () => {
    const { code, stdout } = await graft(['predict', 'model', picture, '--top', '2', '--json']);
    expect(code).toBe(0);
    const answers = JSON.parse(stdout) as {
      file: string;
      labels: { label: string; probability: number }[];
    }[];
    expect(answers.map(({ file }) => file)).toEqual([picture]);
    const [{ labels }] = answers as [(typeof answers)[0]];
    expect(labels.map(({ label }) => label).sort()).toEqual(['animal', 'food']);
    expect(labels[0]!.probability).toBeGreaterThanOrEqual(labels[1]!.probability);
    expect(labels[0]!.probability + labels[1]!.probability).toBeCloseTo(1, 5);
  });

  test('predict answers the good pictures, names the bad one and ends with exit code 2', async () => {
    const broken = join(folder, 'broken.png');
    await writeFile(broken, 'not a picture');
    const { code, stdout, stderr } = await graft(['predict', 'model', picture, broken, picture, '--json']);
    expect(code).toBe(2);
    expect(stderr).toContain(broken);
    const answers = JSON.parse(stdout) as { file: string; labels: unknown[]; error?: { code: string } }[];
    expect(answers.map(({ labels }) => labels.length)).toEqual([2, 0, 2]);
    expect(answers[1]!.error!.code).toMatch(/^IMAGE_/);
  });

  test('evaluate measures what train reported', async () => {
    const { code, stdout } = await graft(['evaluate', 'model', data, '--json']);
    expect(code).toBe(0);
    const { test } = JSON.parse(stdout) as Pick<TrainDocument, 'test'>;
    expect(test.accuracy).toBe(document.test.accuracy);
    expect(test.interval).toEqual(document.test.interval);
    expect(test.confusion).toEqual(document.test.confusion);
  });

  test('evaluate without --json shows accuracy, classes and the confusion matrix', async () => {
    const { stdout } = await graft(['evaluate', 'model', data, '--split', 'train']);
    expect(stdout).toMatch(/Accuracy on 36 .*: \d+\.\d% \(\d+\.\d–\d+\.\d%\)/);
    expect(stdout).toMatch(/is \\ said .* animal .* food/);
  });

  test('evaluate tells what costs and another model change', async () => {
    const { code, stdout, stderr } = await graft([
      'evaluate',
      'model',
      '--data',
      data,
      '--against',
      'model',
      '--cost',
      'animal:food=9',
      '--json',
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      reliability: { expectedCalibrationError: expect.any(Number) },
      against: { bundle: 'model', mcnemar: { onlyFirstRight: 0, onlySecondRight: 0, p: 1 } },
      costs: { threshold: { label: 'food', expected: 0.9 } },
    });
    const { stdout: text } = await graft(['evaluate', 'model', data, '--against', 'model']);
    expect(text).toContain('Calibration error');
    expect(text).toContain('no difference has been shown');
    const wrong = await graft(['evaluate', 'model', data, '--cost', 'animal:stone=9']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('animal, food');
  });

  test.each([
    ['grad-cam', 'wasm', 'png'],
    ['occlusion', 'native', 'webp'],
  ])('explain draws where the label is, by %s on %s', async (method, engine, format) => {
    const out = join(folder, `${method}.${format}`);
    const { code, stdout, stderr } = await graft(
      ['explain', 'model', picture, '--label', 'food', '--method', method, '-o', out, '--json'],
      { env: { GRAFT_CACHE: join(folder, 'cache'), GRAFT_ENGINE: engine } },
    );
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ label: 'food', method, probability: expect.any(Number) });
    expect(await sharp(out).metadata()).toMatchObject({ format, width: 448, height: 448 });
  });

  test('predict says "unknown" of what resembles no label, when it is asked to', async () => {
    const noise = join(folder, 'noise.png');
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256);
    await writeFile(
      noise,
      await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const { stdout } = await graft(['predict', 'model', noise, '--abstain']);
    expect(stdout).toMatch(/noise\.png: unknown \(nearest: /);
    const { stdout: plain } = await graft(['predict', 'model', noise]);
    expect(plain).not.toContain('unknown');
  });

  test('cross-validate tests every picture once', async () => {
    const { code, stdout, stderr } = await graft([
      'cross-validate',
      data,
      '--folds',
      '3',
      '--epochs',
      '2',
      '--json',
    ]);
    expect(code, stderr).toBe(0);
    const { count, folds, accuracy, interval } = JSON.parse(stdout);
    expect(count).toBe(60);
    expect(folds).toHaveLength(3);
    expect(interval[0]).toBeLessThan(accuracy);
  });

  test('export says what it wrote and how to open it, and replaces it only when told to', async () => {
    const command = ['export', 'model', '--format', 'onnx', '--out', 'model.onnx'];
    const written = await graft([...command, '--json']);
    expect(JSON.parse(written.stdout)).toMatchObject({
      format: 'onnx',
      files: [{ path: 'model.onnx', bytes: (await stat(join(folder, 'model.onnx'))).size }],
      labels: ['animal', 'food'],
      inputShape: [224, 224, 3],
      open: 'onnxruntime.InferenceSession("model.onnx")',
    });

    const again = await graft(command);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('Error OPTION_OUT_EXISTS');
    const replaced = await graft([...command, '--overwrite']);
    expect(replaced.code).toBe(0);
    expect(replaced.stdout).toContain('(RGB - [127, 127, 127]) / [128, 128, 128]');
  });

  test.runIf(native)('compare gives one document per strategy, on the same pictures', async () => {
    const { code, stdout, stderr } = await graft([
      'compare',
      data,
      '--epochs',
      '1',
      '--warm-up-epochs',
      '1',
      '--json',
    ]);
    expect(code, stderr).toBe(0);
    const documents = JSON.parse(stdout) as TrainDocument[];
    expect(documents.map(({ strategy }) => strategy)).toEqual(['feature-extraction', 'fine-tuning']);
    expect(documents.map(({ test }) => test.count)).toEqual([12, 12]);
    for (const { bundle } of documents) expect(existsSync(join(bundle, 'model.json'))).toBe(true);
  });
});

describe('Ctrl-C', () => {
  const long = ['--epochs', '400', '--no-early-stopping', '--learning-rate', '0.01'];

  test('keeps a checkpoint, ends with exit code 130, and the same command goes on to the same result', async () => {
    let interrupted = false;
    const stopped = await graft(train('stopped', ...long), {
      onStderr(stderr, child) {
        if (interrupted || !/epoch (?!1\/)\d+\/400/.test(stderr)) return;
        interrupted = true;
        child.kill('SIGINT');
      },
    });
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stdout).toBe('');
    expect(stopped.stderr).toContain('the same command goes on from there');
    expect(existsSync(join(folder, 'stopped', 'model.json'))).toBe(false);
    expect(await readdir(join(folder, 'cache', 'checkpoints'))).not.toEqual([]);

    const resumed = await graft(train('stopped', ...long));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(Number(resumed.stderr.match(/epoch (\d+)\/400/)![1])).toBeGreaterThan(1);
    const fresh = await graft(train('fresh', ...long), { env: { GRAFT_CACHE: join(folder, 'fresh-cache') } });

    const losses = ({ stdout }: { stdout: string }) =>
      (JSON.parse(stdout) as TrainDocument).history.map(({ loss }) => loss);
    expect(losses(resumed)).toEqual(losses(fresh));
  });
});

describe('the demo', () => {
  test("tells its story on a folder of one's own and draws the contact sheet", async () => {
    const own = join(folder, 'own');
    for (const kind of KINDS) {
      await mkdir(join(own, kind), { recursive: true });
      await cp(join(data, 'train', kind), join(own, kind), { recursive: true });
    }
    const { code, stdout, stderr } = await graft(['demo', '--data', own]);
    expect(code, stderr).toBe(0);
    for (const part of ['feature-extraction', 'Test accuracy', 'most frequent label', '--data FOLDER']) {
      expect(stdout).toContain(part);
    }
    expect(existsSync(join(folder, 'demo-output', 'contact-sheet.png'))).toBe(true);
  });

  test('goes on without fine-tuning where only WebAssembly runs, and says so', async () => {
    const env = { GRAFT_CACHE: join(folder, 'cache'), GRAFT_ENGINE: 'wasm' };
    const { code, stdout, stderr } = await graft(['demo', '--data', data, '--out', 'wasm-output'], { env });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Left out: it needs the native engine');
    expect(existsSync(join(folder, 'wasm-output', 'contact-sheet.png'))).toBe(true);
  });
});
