import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { BootstrapError } from '../bootstrap/say.mjs';
import { bundleFunction } from './bundle.mjs';
import { copyPlatformFiles } from './platform-files.mjs';

/** Lambda takes 250 and 50 MB; more than this is noticed at once. */
const MOST_BYTES = { unzipped: 90e6, zipped: 50e6 };

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
 * @throws BootstrapError when it is larger than it should be.
 * @returns {Promise<BuiltFunction>}
 */
export async function buildFunction(arch) {
  const folder = join(repositoryRoot, 'apps', 'lambda', 'dist', `function-${arch}`);
  // Another build may be under way: each has a place of its own until it is done.
  const work = `${folder}.partial-${process.pid}`;
  try {
    await bundleFunction(work);
    await copyPlatformFiles(work, arch);
    const contents = contentsOf(work);
    const zipped = zip(contents);
    const bytes = { zipped: zipped.length, ...sizesOf(contents) };
    requireSmall(bytes);
    writeFileSync(`${work}.zip`, zipped);
    for (const suffix of ['', '.maps', '.zip']) {
      rmSync(folder + suffix, { recursive: true, force: true });
      renameSync(work + suffix, folder + suffix);
    }
    const sha256 = createHash('sha256').update(zipped).digest('hex');
    return { folder, zip: `${folder}.zip`, sha256, bytes };
  } finally {
    for (const suffix of ['', '.maps', '.zip']) rmSync(work + suffix, { recursive: true, force: true });
  }
}

/** @param {ReadonlyMap<string, Uint8Array>} contents */
function zip(contents) {
  const options = { mtime: DATE, os: 3, attrs: 0o644 << 16 };
  const files = [...contents].map(([file, bytes]) => [file, [bytes, options]]);
  return zipSync(Object.fromEntries(files), { level: 6 });
}

/** @param {{ zipped: number, unzipped: number, parts: Record<string, number> }} bytes */
function requireSmall({ zipped, unzipped, parts }) {
  if (zipped <= MOST_BYTES.zipped && unzipped <= MOST_BYTES.unzipped) return;
  throw new BootstrapError(
    `The zip has ${zipped} bytes, ${unzipped} unzipped; expected at most ${MOST_BYTES.zipped} and ${MOST_BYTES.unzipped}. ` +
      `Unzipped parts: ${JSON.stringify(parts)}.`,
  );
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
