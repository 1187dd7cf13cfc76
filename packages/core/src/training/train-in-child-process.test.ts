import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { ProgressEvent } from '../progress.js';
import { createRandom } from '../random.js';
import { fineTuning } from './strategies.js';
import { drawSyntheticPictures } from './synthetic-pictures.js';
import { type TrainingJob, trainInChildProcess } from './train-in-child-process.js';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'graft-child-'));
const LIBRARY = new URL('../../dist/index.js', import.meta.url).href;

let pictures: string;
let featureCache: string;
beforeAll(async () => {
  pictures = await temporaryFolder();
  featureCache = await temporaryFolder();
  await drawSyntheticPictures(pictures, 20);
});

const job = async (overrides: Partial<TrainingJob> = {}): Promise<TrainingJob> => ({
  data: pictures,
  out: join(await temporaryFolder(), 'model'),
  recipe: {
    backbone: { name: 'efficientnet-lite0', inputSize: 64 },
    strategy: fineTuning({ warmUpEpochs: 10 }),
    epochs: 10,
    earlyStopping: 20,
  },
  checkpointFolder: await temporaryFolder(),
  featureCache,
  ...overrides,
});

/** Runs the job in a process group of its own; `killAfterMs` ends the whole group the hard way. */
async function runAlone(spec: TrainingJob, killAfterMs?: number): Promise<'finished' | 'killed'> {
  const code = `import { trainInChildProcess } from ${JSON.stringify(LIBRARY)};
    await trainInChildProcess(JSON.parse(process.argv[1]));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, JSON.stringify(spec)], {
    detached: true,
    stdio: 'inherit',
  });
  const exit = new Promise<'finished' | 'killed'>((resolve, reject) => {
    child.on('exit', (status, signal) => {
      if (status === 0) resolve('finished');
      else if (signal === 'SIGKILL') resolve('killed');
      else reject(new Error(`The run ended by itself with ${signal ?? status}; its message is above.`));
    });
  });
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), exit]);
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It had finished already.
    }
  }
  return exit;
}

test('killed with -9 at five random moments, a run ends with the same weights as an undisturbed one', async () => {
  const undisturbed = await job({ checkpointFolder: await temporaryFolder() });
  const startedMs = performance.now();
  expect(await runAlone(undisturbed)).toBe('finished');
  const wholeMs = performance.now() - startedMs;

  // Overwriting, because a moment after the model is complete is a random moment too.
  const killed = await job({ overwrite: true });
  const random = createRandom(Date.now());
  let end = 'killed';
  for (let i = 0; i < 5 && end === 'killed'; i++) {
    end = await runAlone(killed, random.next() * wholeMs * 0.9);
  }
  if (end === 'killed') expect(await runAlone(killed)).toBe('finished');

  const weights = (out: string) => readFile(join(out, 'weights.safetensors'));
  expect((await weights(killed.out)).equals(await weights(undisturbed.out))).toBe(true);
  expect(await readdir(killed.checkpointFolder!)).toEqual([]);
});

test('progress and the report arrive from the child', async () => {
  const events: ProgressEvent[] = [];
  const spec = await job();
  const { report, bundle } = await trainInChildProcess(spec, { onProgress: (event) => events.push(event) });
  expect(bundle).toBe(spec.out);
  expect(report.strategy).toBe('fine-tuning');
  expect(events.filter(({ type }) => type === 'epoch')).toHaveLength(20);
  expect(new Set(events.flatMap((event) => (event.type === 'stage' ? [event.stage] : [])))).toEqual(
    new Set(['dataset', 'weights', 'features', 'warm-up', 'training', 'evaluation', 'saving']),
  );
});

test("the child's errors keep their name, code and kind", async () => {
  const spec = await job({ data: join(pictures, 'not-there') });
  await expect(trainInChildProcess(spec)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND', kind: 'input' });
});

test('a place that holds a model already is refused before any work', async () => {
  const spec = await job({ recipe: { backbone: { name: 'efficientnet-lite0', inputSize: 64 }, epochs: 1 } });
  await trainInChildProcess(spec);
  await expect(trainInChildProcess(spec)).rejects.toMatchObject({ code: 'BUNDLE_EXISTS' });
  await trainInChildProcess({ ...spec, overwrite: true });
});

test('an abort stops the child and keeps its checkpoint', async () => {
  const spec = await job();
  const controller = new AbortController();
  const onProgress = (event: ProgressEvent) =>
    event.type === 'epoch' && event.record.epoch === 3 && controller.abort();
  await expect(trainInChildProcess(spec, { signal: controller.signal, onProgress })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(await readdir(spec.checkpointFolder!)).toHaveLength(1);
});
