import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../bootstrap/paths.mjs';

const app = join(repositoryRoot, 'apps', 'lambda');

/** Native code, which stays in packages beside the bundle. One that is missing here fails the build: esbuild takes no `.node`. */
const NATIVE_PACKAGES = ['onnxruntime-node', 'sharp', '@napi-rs/image'];

/**
 * Bundles the function and everything of JavaScript that it needs, from sources: `index.mjs`, and chunks that are loaded
 * when they are needed. Source maps go to a folder of their own.
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {boolean} [options.tensorflow] Also serve models without a compiled form, with TensorFlow from node_modules.
 * @returns {Promise<import('esbuild').Metafile>}
 */
export async function bundleFunction(folder, { tensorflow = false } = {}) {
  const { metafile, outputFiles } = await build({
    entryPoints: { index: join(app, 'src', 'index.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source', 'module'],
    mainFields: ['module', 'main'],
    minify: true,
    // Errors are told apart by the names of their classes.
    keepNames: true,
    sourcemap: 'external',
    metafile: true,
    write: false,
    external: [...NATIVE_PACKAGES, ...(tensorflow ? ['@tensorflow/*', '@graft/backbone-*'] : [])],
    plugins: tensorflow ? [] : [withoutTensorFlow],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await writeOutputs(outputFiles, folder);
  return metafile;
}

/** TensorFlow would be ten times the rest; what needs it says so instead. @type {import('esbuild').Plugin} */
const withoutTensorFlow = {
  name: 'without-tensorflow',
  setup({ onResolve }) {
    onResolve({ filter: /\/load-with-tensorflow\.js$/ }, () => ({
      path: join(app, 'src', 'models', 'without-tensorflow.ts'),
    }));
  },
};

/** @param {readonly import('esbuild').OutputFile[]} files @param {string} folder */
async function writeOutputs(files, folder) {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const maps = `${folder}.maps`;
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(maps, { recursive: true })]);
  for (const { path, contents } of files) {
    const target = path.endsWith('.map') ? join(maps, path.slice(dirname(path).length + 1)) : path;
    await writeFile(target, contents);
  }
}
