import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, repositoryRoot } from './paths.mjs';
import { run } from './run.mjs';
import { BootstrapError, say } from './say.mjs';

/** Compiles what changed since last time. @param {{ explicit: boolean }} options */
export async function build({ explicit }) {
  const started = performance.now();
  const tsc = join(nodeModules, 'typescript', 'bin', 'tsc');
  const { ok, output } = await run(process.execPath, [tsc, '-b'], { cwd: repositoryRoot });
  if (!ok) throw new BootstrapError(`TypeScript found errors; nothing was run.\n${output.trim()}`);
  const seconds = (performance.now() - started) / 1000;
  if (explicit || seconds > 3) say(`TypeScript: built in ${seconds.toFixed(1)} s`);
  await buildPage();
}

/** The page that the service serves. A failure is told, not fatal: everything else works without it. */
async function buildPage() {
  const folder = join(repositoryRoot, 'apps', 'web');
  if (isNewer(join(folder, 'dist', 'page', 'index.html'), folder)) return;
  const vite = join(nodeModules, 'vite', 'bin', 'vite.js');
  const { ok, output } = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder });
  say(ok ? 'Page: built' : `Page: not built; the service has no page.\n${output.trim()}`);
}

/** Whether a built file is there and younger than every source. @param {string} built @param {string} folder */
function isNewer(built, folder) {
  if (!existsSync(built)) return false;
  const since = statSync(built).mtimeMs;
  return ['index.html', 'package.json', 'public', 'src', 'vite.config.js']
    .flatMap((name) => filesIn(join(folder, name)))
    .every((path) => statSync(path).mtimeMs < since);
}

/** @param {string} path @returns {string[]} */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path).flatMap((name) => filesIn(join(path, name)))];
}
