import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const nodeModules = join(repositoryRoot, 'node_modules');
export const tfjsNode = join(nodeModules, '@tensorflow', 'tfjs-node');

/** The user's cache folder, the same as `cacheFolder` of `@graft/core`. @param {...string} parts */
export async function cacheFolder(...parts) {
  const { default: envPaths } = await import('env-paths');
  return join(process.env.GRAFT_CACHE || envPaths('graft', { suffix: '' }).cache, ...parts);
}
