import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, tfjsNode } from './paths.mjs';
import { say } from './say.mjs';
import { binding, describeBinding, linkBinding, probeBinding } from './tensorflow-binding.mjs';
import { runOfficialInstaller } from './tensorflow-official.mjs';
import { stageFromWheel, wheelBinding } from './tensorflow-wheel.mjs';

/** What an earlier run found: the binding that worked, or `nothing works`; gone with node_modules. */
const record = join(nodeModules, '.graft-tensorflow');
const NOTHING_WORKS = 'nothing works';

/** In this order. Each gives the version that works, or nothing where it does not apply, or an error that says why not. */
const ATTEMPTS = {
  'the one in node_modules': () => (existsSync(binding) ? probeBinding() : undefined),
  'the one in the cache': fromCache,
  'official tfjs-node installer': fromOfficialInstaller,
  'TensorFlow wheel from PyPI': fromWheel,
};

/**
 * Gives tfjs-node its native half. Where no attempt works, says so and leaves Graft to WebAssembly. `GRAFT_TENSORFLOW=wasm`
 * (or `none`) skips all this.
 *
 * @param {{ explicit: boolean }} options `explicit` tries again what failed before.
 */
export async function installTensorFlow({ explicit }) {
  if (['wasm', 'none'].includes(process.env.GRAFT_TENSORFLOW ?? '')) return skip({ explicit });
  const earlier = existsSync(record) ? readFileSync(record, 'utf8') : undefined;
  if (!explicit && earlier && earlier === describeBinding()) return;
  if (!explicit && earlier === NOTHING_WORKS) {
    say(
      'native TensorFlow could not be installed earlier, using WebAssembly (`npm run bootstrap` tries again)',
    );
    return;
  }
  rmSync(record, { force: true });
  const reasons = [];
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    try {
      const version = await attempt();
      if (!version) continue;
      say(`engine: native ${version}`);
      writeFileSync(record, describeBinding() ?? '');
      return;
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  explainWasm(reasons);
  writeFileSync(record, NOTHING_WORKS);
}

async function fromCache() {
  const cached = await wheelBinding();
  if (!cached || !existsSync(cached)) return undefined;
  linkBinding(cached);
  return probeBinding();
}

async function fromOfficialInstaller() {
  // Not through a link of ours into the cache.
  rmSync(binding, { force: true });
  try {
    await runOfficialInstaller();
    return await probeBinding();
  } catch (error) {
    rmSync(join(tfjsNode, 'deps'), { recursive: true, force: true });
    throw error;
  }
}

async function fromWheel() {
  linkBinding(await stageFromWheel());
  try {
    return await probeBinding();
  } catch (error) {
    rmSync(binding, { force: true });
    throw error;
  }
}

/** @param {{ explicit: boolean }} options */
function skip({ explicit }) {
  if (existsSync(binding)) {
    say('GRAFT_TENSORFLOW: native TensorFlow is already installed here; GRAFT_ENGINE=wasm passes it over');
  } else if (explicit) {
    say('native TensorFlow skipped, as GRAFT_TENSORFLOW asks: using WebAssembly');
  }
}

/** @param {readonly string[]} reasons */
function explainWasm(reasons) {
  say('native TensorFlow is not available here:');
  for (const reason of reasons) say(`  - ${reason}`);
  say('Graft uses WebAssembly instead: feature extraction works, fine-tuning of convolutions does not.');
  say('`npm run bootstrap` tries again once the above is put right.');
}
