import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tfjsNode } from './paths.mjs';
import { run } from './run.mjs';

/** Where tfjs-node looks for its native half. */
export const binding = join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');

/**
 * Loads tfjs-node in a child process, which a broken library may crash, and multiplies a matrix.
 *
 * @returns {Promise<string>} What loaded, such as `TensorFlow 2.18.1`.
 */
export async function probeBinding() {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'tensorflow-probe.cjs');
  const { ok, stdout, output } = await run(process.execPath, [script], { timeoutMs: 120_000 });
  if (ok) return stdout;
  const why = output.match(/^\w*Error: (.+)$/m)?.[1] ?? 'the process that loaded it crashed';
  throw new Error(`it is installed but does not work (${why})`);
}

/** A link and not a copy: the library beside the binding is 600 MB and is found through the real path. @param {string} target */
export function linkBinding(target) {
  mkdirSync(dirname(binding), { recursive: true });
  const fresh = `${binding}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, binding);
}

/** Sizes and times stand for the content, so that a ready clone need not load TensorFlow to know that it works. */
export function describeBinding() {
  if (!existsSync(binding)) return undefined;
  const real = realpathSync(binding);
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) =>
    join(dirname(real), name),
  );
  return [real, ...libraries]
    .map((file) => [file, statSync(file, { throwIfNoEntry: false })])
    .map(([file, stat]) => `${file} ${typeof stat === 'object' ? `${stat.size} ${stat.mtimeMs}` : 'absent'}`)
    .join(', ');
}
