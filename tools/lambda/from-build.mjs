import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../bootstrap/paths.mjs';

/** A compiled file of a workspace. @param {string} workspace @param {string} file @returns {Promise<any>} */
export function fromBuild(workspace, file) {
  return import(pathToFileURL(join(repositoryRoot, workspace, 'dist', file)).href);
}
