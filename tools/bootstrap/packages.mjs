import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules, repositoryRoot } from './paths.mjs';
import { lastLines, run } from './run.mjs';
import { BootstrapError, say, timed } from './say.mjs';

const mark = join(nodeModules, '.graft-lock');

/**
 * `npm ci` unless node_modules already holds what package-lock.json says. No install script runs: the few that Graft needs
 * are steps of their own. The mark is written last, so an interrupted install is done again.
 *
 * @param {{ explicit: boolean }} options
 */
export async function installPackages({ explicit }) {
  const wanted = fingerprint();
  if (readMark() === wanted) {
    if (explicit) say('packages: up to date');
    return;
  }
  rmSync(mark, { force: true });
  await timed('installing npm packages', async () => {
    const { ok, output } = await run(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: repositoryRoot,
      },
    );
    if (!ok) throw new BootstrapError(`npm could not install the packages:\n${lastLines(output, 12)}`);
  });
  writeFileSync(mark, wanted);
}

/** Platform included: some packages carry binaries, and a folder may be shared with a container. */
function fingerprint() {
  const lock = readFileSync(join(repositoryRoot, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}`;
}

function readMark() {
  try {
    return readFileSync(mark, 'utf8').trim();
  } catch {
    return undefined;
  }
}
