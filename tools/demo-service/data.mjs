import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../bootstrap/say.mjs';

const SEED = 42;

/**
 * Cats and dogs where this clone has its reference pictures beside it, else the emoji that ship with Graft.
 *
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function findData(root) {
  const real = join(root, '..', 'shared', 'data', 'cats-and-dogs');
  if (existsSync(real)) return real;
  say('there is no ../shared/data/cats-and-dogs here: drawing emoji, animals against food');
  const pictures = join(root, 'apps', 'cli', 'dist', 'demo', 'pictures.js');
  const { emojiFolder } = await import(pathToFileURL(pictures).href);
  return emojiFolder(SEED);
}
