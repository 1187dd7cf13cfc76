import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../bootstrap/paths.mjs';

const app = join(repositoryRoot, 'apps', 'lambda');

/**
 * Beside the bundle in node_modules. Native code that is not named here fails the build: esbuild takes no `.node`. sharp is not
 * here: its JavaScript goes into the bundle and finds its library by name.
 */
const PACKAGES = ['onnxruntime-node', '@napi-rs/image'];

/**
 * At the top of every file: `require` for packages that are CommonJS; and zod checks the few documents of a start without
 * compiling the checks first, which takes longer than they do.
 */
const BANNER = [
  "import { createRequire } from 'node:module';",
  'const require = createRequire(import.meta.url);',
  '(globalThis.__zod_globalConfig ??= {}).jitless ??= true;',
].join('');

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
    external: [...PACKAGES, ...(tensorflow ? ['@tensorflow/*', '@graft/backbone-*'] : [])],
    plugins: [zodInEnglish, ...(tensorflow ? [] : [withoutTensorFlow])],
    banner: { js: BANNER },
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

/** The messages of forty other languages are a quarter of what a cold start has to parse. @type {import('esbuild').Plugin} */
const zodInEnglish = {
  name: 'zod-in-english',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** @param {readonly import('esbuild').OutputFile[]} files @param {string} folder */
async function writeOutputs(files, folder) {
  const maps = `${folder}.maps`;
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(maps, { recursive: true })]);
  for (const { path, contents } of files) {
    const target = path.endsWith('.map') ? join(maps, path.slice(dirname(path).length + 1)) : path;
    await writeFile(target, contents);
  }
}
