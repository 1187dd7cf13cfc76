import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheFolder } from './paths.mjs';
import { compileBinding, findCompiler } from './tensorflow-compile.mjs';
import { downloadWheel, extractWheel, findPip } from './tensorflow-download.mjs';

const TENSORFLOW_VERSION = '2.18.1';
/** Wheel and what comes out of it, before the wheel is deleted. */
const BYTES_NEEDED = 1_000_000_000;

/** `tfjs_binding.node` in the user's cache, where every clone finds it; undefined where no wheel fits this machine. */
export async function wheelBinding() {
  return isSupported() ? join(await targetFolder(), 'tfjs_binding.node') : undefined;
}

/**
 * Takes the TensorFlow libraries and headers out of PyPI's wheel and compiles tfjs-node's binding against them. Works in a
 * folder beside the target and renames at the end: the target is complete or absent.
 *
 * @returns {Promise<string>} Path of the binding.
 * @throws {Error} It did not work; the message says why.
 */
export async function stageFromWheel() {
  const machine = `${process.platform} ${process.arch}`;
  if (!isSupported()) throw new Error(`made for Linux with glibc on x64 and arm64, not for ${machine}`);
  const pip = await findPip();
  const compiler = await findCompiler();
  if (!pip || !compiler) {
    const missing = [
      pip ? [] : 'pip for Python 3 (apt: python3-pip)',
      compiler ? [] : 'a C++ compiler (apt: g++)',
    ];
    throw new Error(`needs ${missing.flat().join(' and ')}`);
  }
  const target = await targetFolder();
  const binding = join(target, 'tfjs_binding.node');
  const failedBefore = existsSync(binding);
  return withLock(`${target}.lock`, async () => {
    const madeMeanwhile = !failedBefore && existsSync(binding);
    if (!madeMeanwhile) await stage(target, pip, compiler);
    return binding;
  });
}

/** @param {string} target @param {import('./tensorflow-download.mjs').Pip} pip @param {string} compiler */
async function stage(target, pip, compiler) {
  removeLeftovers(target);
  rmSync(target, { recursive: true, force: true });
  const work = `${target}.partial-${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    const { bavail, bsize } = statfsSync(work);
    if (bavail * bsize < BYTES_NEEDED) throw new Error(`needs 1 GB of free space in ${dirname(target)}`);
    const wheel = await downloadWheel(pip, TENSORFLOW_VERSION, work);
    await extractWheel(pip, wheel, work);
    rmSync(wheel);
    await compileBinding(compiler, work);
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function targetFolder() {
  return cacheFolder('tensorflow', `${TENSORFLOW_VERSION}-${process.platform}-${process.arch}`);
}

function isSupported() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return (
    process.platform === 'linux' &&
    ['x64', 'arm64'].includes(process.arch) &&
    Boolean(header.glibcVersionRuntime)
  );
}

/** What runs that were killed left behind; nobody works on them, as the lock is ours. @param {string} target */
function removeLeftovers(target) {
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(`${basename(target)}.partial-`)) continue;
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}
