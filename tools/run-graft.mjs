import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { repositoryRoot } from './bootstrap/paths.mjs';

/**
 * Sets this clone up, then becomes the `graft` command: the same process, so signals, exit codes and a terminal reach it
 * as they would the installed one.
 *
 * @param {readonly string[]} args
 */
export async function runGraft(args) {
  await bootstrap();
  // npm moves to the repository; the user's paths start where the command was typed.
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  if (INIT_CWD && (script === 'graft' || script === 'demo')) process.chdir(INIT_CWD);
  const main = join(repositoryRoot, 'apps', 'cli', 'dist', 'main.js');
  process.argv.splice(1, Number.POSITIVE_INFINITY, main, ...args);
  await import(pathToFileURL(main).href);
}
