import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  calibrationErrorByChance,
  featureExtraction,
  fineTuning,
  loadDataset,
  train,
} from '../../packages/core/dist/index.js';
import { PEERS, runPeers } from './peers.mjs';
import { summarize } from './summarize.mjs';
import { writePlan } from './write-plan.mjs';

/** What is asked for beside the seed. */
const RECIPES = {
  featureExtraction: { strategy: featureExtraction() },
  fineTuning: { strategy: fineTuning() },
  tutorialHead: { head: 'tutorial' },
};

/** The systems on one folder of pictures, seed after seed. */
export async function measureSet(folder, seeds, systems) {
  const name = basename(folder);
  const runs = [];
  let facts;
  for (const seed of seeds) {
    const dataset = await loadDataset(folder, { seed });
    const { splits, labels } = dataset;
    if (splits.test.length === 0) throw new Error(`${folder} leaves no pictures to test on; add some.`);
    const counts = Object.fromEntries(
      Object.entries(splits).map(([split, samples]) => [split, samples.length]),
    );
    facts ??= { name, labels: labels.length, pictures: counts };
    const run = { seed };
    for (const [system, recipe] of Object.entries(RECIPES)) {
      if (!systems.includes(system)) continue;
      run[system] = await trained({ dataset, seed, ...recipe });
      say(name, seed, system, run[system]);
    }
    const peers = PEERS.filter((peer) => systems.includes(peer));
    if (peers.length > 0) Object.assign(run, await peersOn(peers, dataset, seed, name));
    runs.push(run);
  }
  return { ...facts, runs, systems: summarize(runs, facts.pictures.test) };
}

async function trained(options) {
  const result = await train({ ...options, onProgress: showEpochs() });
  const { test, calibration, abstention, seconds } = result.report;
  result.dispose();
  return {
    accuracy: test.accuracy,
    seconds: seconds.total,
    calibration: calibration && {
      temperature: calibration.temperature,
      before: calibration.before.expectedCalibrationError,
      after: calibration.after.expectedCalibrationError,
      byChance: calibrationErrorByChance(calibration.after.bins),
    },
    abstention: abstention?.curve,
  };
}

async function peersOn(peers, dataset, seed, name) {
  const work = mkdtempSync(join(tmpdir(), 'graft-accuracy-'));
  try {
    await writePlan(work, dataset, seed);
    return runPeers(peers, work, (system, result) => say(name, seed, system, result));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Stages, and an epoch now and then. */
function showEpochs() {
  let shownMs = 0;
  return (event) => {
    if (event.type === 'stage' || event.type === 'notice') console.error(`  ${event.message}`);
    if (event.type !== 'epoch' || performance.now() - shownMs < 5000) return;
    shownMs = performance.now();
    console.error(`  epoch ${event.record.epoch}/${event.epochs}`);
  };
}

function say(name, seed, system, { accuracy, seconds }) {
  console.error(
    `${name}, seed ${seed}, ${system}: ${(100 * accuracy).toFixed(1)}% in ${seconds.toFixed(0)} s`,
  );
}
