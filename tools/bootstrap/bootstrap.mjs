import { build } from './build.mjs';
import { withLock } from './lock.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { installPackages } from './packages.mjs';
import { repositoryRoot } from './paths.mjs';
import { fail } from './say.mjs';

/**
 * Brings this clone into working order; a second or less when it already is. Ends the process with a plain message when
 * something that cannot be done without is missing.
 *
 * @param {object} [options]
 * @param {boolean} [options.explicit] The user asked for it by name: say what is up to date too, and try again what
 *   failed before.
 * @param {boolean} [options.build] Compile TypeScript as the last step; default true.
 */
export async function bootstrap({ explicit = false, build: wantsBuild = true } = {}) {
  try {
    checkNodeVersion(process.versions.node);
    await withLock(`${repositoryRoot}/.graft/bootstrap.lock`, async () => {
      await installPackages({ explicit });
      // Imported only now: it needs packages itself.
      const { installTensorFlow } = await import('./tensorflow.mjs');
      await installTensorFlow({ explicit });
      if (wantsBuild) await build({ explicit });
    });
  } catch (error) {
    fail(error);
  }
}
