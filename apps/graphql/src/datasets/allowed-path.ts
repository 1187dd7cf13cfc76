import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { OptionError } from '@graft/core';

/**
 * A path on this server that clients may read from: below one of the allowed roots after all links are followed.
 *
 * @param path absolute, or relative to the first root that has it.
 * @returns the real path.
 * @throws OptionError `PATH_NOT_ALLOWED`, the same for what does not exist, so that nobody can feel their way around.
 */
export async function allowedPath(roots: readonly string[], path: string, field: string): Promise<string> {
  const candidates = isAbsolute(path) ? [path] : roots.map((root) => join(root, path));
  for (const candidate of candidates) {
    const real = path.includes('\0') ? undefined : await realpath(candidate).catch(() => undefined);
    if (real && (await isBelowRoot(roots, real))) return real;
  }
  throw new OptionError(
    'PATH_NOT_ALLOWED',
    `${field} is ${JSON.stringify(path)}: expected an existing path below a folder that the server allows (GRAFT_DATASET_ROOTS).`,
    { details: { field } },
  );
}

/** @param real a path without links in it. */
export async function isBelowRoot(roots: readonly string[], real: string): Promise<boolean> {
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => undefined);
    if (realRoot === undefined) continue;
    const inside = relative(realRoot, real);
    if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return true;
  }
  return false;
}
