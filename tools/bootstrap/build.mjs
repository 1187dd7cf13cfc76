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
}
