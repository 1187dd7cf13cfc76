import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { buildFunction } from './build-function.mjs';
import { fromBuild } from './from-build.mjs';
import { trainSmallModel } from './model.mjs';
import { OBSERVE_FLAGS, phasesOf } from './phases.mjs';
import { startSandbox } from './sandbox.mjs';
import { uploadModel } from './upload-model.mjs';

const GOAL_MS = 900;
const WARM_CALLS = 200;
const PLACE = 'models/emoji/1';

/**
 * @param {object} options
 * @param {number} options.runs
 * @param {number} options.memoryMb
 * @param {(run: number, totalMs: number) => void} [options.onRun]
 */
export async function measureCold({ runs, memoryMb, onRun = () => undefined }) {
  const { zip } = await buildFunction(process.arch === 'arm64' ? 'arm64' : 'x64');
  const { startS3 } = await fromBuild('tools/testing', 'services/index.js');
  const { s3Storage } = await fromBuild('packages/storage-s3', 'index.js');
  const model = await trainSmallModel();
  const s3 = await startS3();
  try {
    await uploadModel(model.folder, s3Storage(s3), PLACE);
    const env = { ...s3.env, GRAFT_MODEL: `s3://${s3.bucket}/${PLACE}`, POWERTOOLS_LOG_LEVEL: 'WARN' };
    const start = (/** @type {readonly string[]} */ nodeFlags) =>
      startSandbox({ zip, env, memoryMb, nodeFlags });
    /** @type {import('./phases.mjs').StartPhases[]} */
    const starts = [];
    for (let run = 1; run <= runs; run++) {
      starts.push(await coldStart(await start(OBSERVE_FLAGS), /** @type {Uint8Array} */ (model.pictures[0])));
      onRun(run, /** @type {any} */ (starts.at(-1)).total);
    }
    const sandbox = await start([]);
    try {
      return {
        node: `Node ${process.versions.node}`,
        runs,
        memoryMb,
        processors: 1,
        backbone: 'efficientnet-lite0',
        goalMs: GOAL_MS,
        coldStart: summary(starts),
        starts,
        warm: await warm(sandbox, model.folder, model.pictures),
        peakBytes: sandbox.peakBytes(),
      };
    } finally {
      await sandbox.stop();
    }
  } finally {
    await s3.stop();
    model.remove();
  }
}

/** @param {import('./sandbox.mjs').Sandbox} sandbox @param {Uint8Array} picture */
async function coldStart(sandbox, picture) {
  try {
    const answer = await sandbox.invoke({ image: Buffer.from(picture).toString('base64') });
    if (answer.kind === 'error') throw new Error(JSON.stringify(answer.body));
    process.kill(sandbox.pid(), 'SIGTERM');
    for (let waited = 0; !/^phases .*\n/m.test(sandbox.logs()) && waited < 5000; waited += 20)
      await sleep(20);
    return phasesOf(sandbox.logs(), /** @type {number} */ (sandbox.startedMs()), answer);
  } finally {
    await sandbox.stop();
  }
}

/**
 * The same pictures by the function and by the library in a process of its own, on the same processor, taking turns.
 *
 * @param {import('./sandbox.mjs').Sandbox} sandbox @param {string} folder @param {readonly Uint8Array[]} pictures
 */
async function warm(sandbox, folder, pictures) {
  const library = spawn(
    'taskset',
    [
      '-c',
      String(sandbox.cores),
      process.execPath,
      join(repositoryRoot, 'tools', 'lambda', 'library-peer.mjs'),
      folder,
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    },
  );
  const functionMs = [];
  const libraryMs = [];
  let difference = 0;
  try {
    await once(library, 'message');
    for (let call = 0; call < WARM_CALLS; call++) {
      const image = Buffer.from(/** @type {Uint8Array} */ (pictures[call % pictures.length])).toString(
        'base64',
      );
      const { ms, body } = await sandbox.invoke({ image });
      functionMs.push(ms);
      library.send({ image });
      const [peer] = await once(library, 'message');
      libraryMs.push(peer.ms);
      difference = Math.max(difference, largestDifference(body.predictions, peer.predictions));
    }
  } finally {
    library.kill();
  }
  const [ours, theirs] = [median(functionMs.slice(20)), median(libraryMs.slice(20))];
  return {
    calls: WARM_CALLS,
    functionMs: ours,
    libraryMs: theirs,
    ratio: ours / theirs,
    largestDifference: difference,
  };
}

/** @typedef {readonly { label: string, probability: number }[]} Predictions */

/** @param {Predictions} a @param {Predictions} b */
function largestDifference(a, b) {
  return Math.max(
    ...a.map(({ label, probability }) =>
      Math.abs(probability - (b.find((each) => each.label === label)?.probability ?? Number.NaN)),
    ),
  );
}

/** @param {readonly Record<string, number>[]} starts */
function summary(starts) {
  const phases = Object.keys(/** @type {object} */ (starts[0]));
  return Object.fromEntries(
    phases.map((phase) => {
      const all = starts.map((start) => /** @type {number} */ (start[phase]));
      return [phase, { median: median(all), max: Math.max(...all) }];
    }),
  );
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}
