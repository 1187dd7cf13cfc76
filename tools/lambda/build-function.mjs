import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { bundleFunction } from './bundle.mjs';
import { copyPlatformFiles } from './platform-files.mjs';

/** Lambda shows no dates; the same files make the same zip. */
const DATE = '1980-01-01T00:00:00Z';

/**
 * @typedef {object} BuiltFunction
 * @property {string} folder What the zip holds, unpacked.
 * @property {string} zip
 * @property {string} sha256 Of the zip.
 * @property {{ zipped: number, unzipped: number, parts: Record<string, number> }} bytes Parts are unzipped.
 */

/**
 * Makes `apps/lambda/dist/function-ARCH.zip`, which runs on Lambda as it is.
 *
 * @param {'x64' | 'arm64'} arch
 * @returns {Promise<BuiltFunction>}
 */
export async function buildFunction(arch) {
  const folder = join(repositoryRoot, 'apps', 'lambda', 'dist', `function-${arch}`);
  for (const old of [folder, `${folder}.maps`]) rmSync(old, { recursive: true, force: true });
  await bundleFunction(folder);
  await copyPlatformFiles(folder, arch);
  const contents = contentsOf(folder);
  const zipped = zipSync(
    Object.fromEntries(
      [...contents].map(([file, bytes]) => [file, [bytes, { mtime: DATE, os: 3, attrs: 0o644 << 16 }]]),
    ),
    { level: 9 },
  );
  writeFileSync(`${folder}.zip`, zipped);
  return {
    folder,
    zip: `${folder}.zip`,
    sha256: createHash('sha256').update(zipped).digest('hex'),
    bytes: { zipped: zipped.length, ...sizesOf(contents) },
  };
}

/** @param {string} folder @returns {Map<string, Uint8Array>} */
function contentsOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    files
      .filter((file) => statSync(join(folder, file)).isFile())
      .map((file) => [file, readFileSync(join(folder, file))]),
  );
}

/** @param {ReadonlyMap<string, Uint8Array>} contents */
function sizesOf(contents) {
  /** @type {Record<string, number>} */
  const parts = {};
  let unzipped = 0;
  for (const [file, { length }] of contents) {
    const part = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'bundle';
    parts[part] = (parts[part] ?? 0) + length;
    unzipped += length;
  }
  return { unzipped, parts };
}
