import { fromBuild } from './from-build.mjs';

/**
 * Puts a model's folder into a storage as the service does: its own files under a prefix, frozen parts at the root.
 *
 * @param {string} folder
 * @param {any} storage
 * @param {string} prefix
 */
export async function uploadModel(folder, storage, prefix) {
  const { fileStorage } = await fromBuild('packages/core', 'storage/index.js');
  const from = fileStorage(folder);
  for (const key of await from.list()) {
    await storage.write(key.startsWith('prefixes/') ? key : `${prefix}/${key}`, await from.read(key));
  }
}
