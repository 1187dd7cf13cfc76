import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binding, nodeModules, tfjsNode } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { runOfficialInstaller } from './tensorflow-official.mjs';
import { stageFromWheel, wheelBinding } from './tensorflow-wheel.mjs';

/** What an earlier run found: `native <files>` or `wasm <reason>`; gone with node_modules. */
const record = join(nodeModules, '.graft-tensorflow');

/**
 * Gives tfjs-node its native half: the one that is there, or the one an earlier clone left in the cache, or the official
 * installer's, or one made from PyPI's TensorFlow wheel. Where none works, says so and leaves Graft to WebAssembly.
 * `GRAFT_TENSORFLOW=wasm` (or `none`) skips all this.
 *
 * @param {{ explicit: boolean }} options `explicit` tries again what failed before.
 */
export async function installTensorFlow({ explicit }) {
  if (['wasm', 'none'].includes(process.env.GRAFT_TENSORFLOW ?? '')) return skip({ explicit });
  const earlier = readRecord();
  if (!explicit && earlier === describeBinding()) return;
  if (!explicit && earlier?.startsWith('wasm ')) {
    say(
      `native TensorFlow could not be installed earlier, using WebAssembly (npm run bootstrap tries again)`,
    );
    return;
  }
  rmSync(record, { force: true });
  const reasons = [];
  for (const attempt of [alreadyThere, fromCache, fromOfficialInstaller, fromWheel]) {
    const { version, reason } = await attempt();
    if (version) {
      if (explicit || attempt !== alreadyThere) say(`engine: native ${version}`);
      writeFileSync(record, describeBinding() ?? '');
      return;
    }
    if (reason) reasons.push(reason);
  }
  explainWasm(reasons);
  writeFileSync(record, `wasm ${reasons.join(' | ')}`);
}

/** @typedef {{ version?: string, reason?: string }} Outcome `reason` is worth telling; neither: did not apply. */

/** @returns {Promise<Outcome>} */
async function alreadyThere() {
  return { version: existsSync(binding) ? (await probe()).version : undefined };
}

/** @returns {Promise<Outcome>} */
async function fromCache() {
  const cached = await wheelBinding();
  if (!cached || !existsSync(cached)) return {};
  link(cached);
  return { version: (await probe()).version };
}

/** @returns {Promise<Outcome>} */
async function fromOfficialInstaller() {
  rmSync(binding, { force: true });
  const { reason } = await runOfficialInstaller();
  if (reason) return { reason: `official tfjs-node installer: ${reason}` };
  const { version, reason: why } = await probe();
  if (!version) rmSync(join(tfjsNode, 'deps'), { recursive: true, force: true });
  return { version, reason: `official tfjs-node installer: what it installed does not load (${why})` };
}

/** @returns {Promise<Outcome>} */
async function fromWheel() {
  const staged = await stageFromWheel();
  if ('reason' in staged) return { reason: `TensorFlow wheel from PyPI: ${staged.reason}` };
  link(staged.binding);
  const { version, reason } = await probe();
  // Kept in the cache on purpose when it fails: the same wheel would fail again.
  if (!version) rmSync(binding, { force: true });
  return { version, reason: `TensorFlow wheel from PyPI: it was built but does not load (${reason})` };
}

/** Loads tfjs-node in a child process and multiplies a matrix. @returns {Promise<Outcome>} */
async function probe() {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'tensorflow-probe.cjs');
  const { ok, stdout, output } = await run(process.execPath, [script], { timeoutMs: 120_000 });
  if (ok) return { version: stdout };
  return { reason: output.match(/^(\w*Error: .+)$/m)?.[1] ?? 'the process that loaded it crashed' };
}

/** A link and not a copy: the library beside the binding is 600 MB and is found through the real path. @param {string} target */
function link(target) {
  mkdirSync(dirname(binding), { recursive: true });
  const fresh = `${binding}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, binding);
}

/** Sizes and times stand for the content, so that a ready clone starts without loading TensorFlow twice. */
function describeBinding() {
  try {
    const real = realpathSync(binding);
    const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) =>
      join(dirname(real), name),
    );
    const facts = [real, ...libraries].filter(existsSync).map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}`;
    });
    return `native ${facts.join(', ')}`;
  } catch {
    return undefined;
  }
}

function readRecord() {
  try {
    return readFileSync(record, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {{ explicit: boolean }} options */
function skip({ explicit }) {
  if (existsSync(binding)) {
    say(
      'GRAFT_TENSORFLOW skips the installation, but a native TensorFlow is already here; GRAFT_ENGINE=wasm passes it over',
    );
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
