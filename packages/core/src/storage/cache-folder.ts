import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * The user's cache folder for Graft (`~/.cache/graft` on Linux), or `GRAFT_CACHE`. Everything in it can be deleted: it is
 * downloaded or computed again.
 */
export function cacheFolder(...parts: readonly string[]): string {
  return join(process.env.GRAFT_CACHE || envPaths('graft', { suffix: '' }).cache, ...parts);
}
