import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, tfjsNode } from './paths.mjs';
import { lastLines, run } from './run.mjs';
import { timed } from './say.mjs';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** @returns {Promise<string | undefined>} */
export async function findCompiler() {
  for (const compiler of [process.env.CXX, 'g++', 'c++', 'clang++']) {
    if (compiler && (await run(compiler, ['--version'])).ok) return compiler;
  }
  return undefined;
}

/**
 * Compiles tfjs-node's two C++ files with one compiler call instead of node-gyp, which would download Node's headers: they
 * come as the npm package `node-api-headers`, and Node-API is the same for every Node version.
 *
 * @param {string} compiler
 * @param {string} folder Holds the unpacked wheel; in the end only the libraries and `tfjs_binding.node` beside them.
 */
export function compileBinding(compiler, folder) {
  return timed('compiling the tfjs-node binding', async () => {
    const unpacked = join(folder, 'tensorflow');
    for (const library of LIBRARIES) renameSync(join(unpacked, library), join(folder, library));
    const { ok, output } = await run(compiler, [
      ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
      ...[
        '-I',
        join(unpacked, 'include'),
        '-I',
        join(nodeModules, 'node-api-headers', 'include'),
        '-I',
        tfjsNode,
      ],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(tfjsNode, 'binding', file)),
      ...['-L', folder, ...LIBRARIES.map((library) => `-l:${library}`), '-Wl,-rpath,$ORIGIN'],
      ...['-o', join(folder, 'tfjs_binding.node')],
    ]);
    if (!ok) throw new Error(`${compiler} could not compile the binding: ${lastLines(output, 8)}`);
    rmSync(unpacked, { recursive: true });
  });
}
