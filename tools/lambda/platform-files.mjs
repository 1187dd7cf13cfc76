import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeModules } from '../bootstrap/paths.mjs';
import { lastLines, run } from '../bootstrap/run.mjs';
import { BootstrapError } from '../bootstrap/say.mjs';

/**
 * Of each package, what runs on Linux on one processor: no other platform's libraries, no sources, types or documents.
 * Licences stay.
 *
 * @param {string} arch
 * @returns {Record<string, RegExp>}
 */
const wanted = (arch) => ({
  'onnxruntime-node': new RegExp(
    `^(package.json|dist/[^/]+[.]js|bin/napi-v\\d+/linux/${arch}/(libonnxruntime[.]so[.]1|[^/]+[.]node))$`,
  ),
  'onnxruntime-common': /^(package.json|dist\/cjs\/.+[.](js|json))$/,
  sharp: /^(package.json|LICENSE|dist\/[^/]+[.][cm]js)$/,
  [`@img/sharp-linux-${arch}`]: /^(package.json|LICENSE|index.cjs|lib\/[^/]+[.]node)$/,
  [`@img/sharp-libvips-linux-${arch}`]:
    /^(package.json|README.md|versions.json|lib\/(index.js|[^/]+[.]so[.][\d.]+))$/,
  '@napi-rs/image': /^(package.json|LICENSE|index.js)$/,
  [`@napi-rs/image-linux-${arch}-gnu`]: /^(package.json|[^/]+[.]node)$/,
  '@img/colour': /^(package.json|LICENSE.md|[^/]+[.]cjs)$/,
  'detect-libc': /^(package.json|LICENSE|lib\/[^/]+[.]js)$/,
  semver: /^(package.json|LICENSE|(classes|functions|internal|ranges)\/[^/]+[.]js|[^/]+[.]js)$/,
});

/**
 * Copies the packages with native code to `folder/node_modules`.
 *
 * @param {string} folder
 * @param {'x64' | 'arm64'} arch
 */
export async function copyPlatformFiles(folder, arch) {
  for (const [name, pattern] of Object.entries(wanted(arch))) {
    const source = await packageFolder(name, arch);
    const files = filesUnder(source).filter((file) => pattern.test(file));
    if (!files.includes('package.json'))
      throw new Error(`${name} is not what it was: no package.json in ${source}.`);
    for (const file of files)
      cpSync(join(source, file), join(folder, 'node_modules', name, file), { dereference: true });
  }
}

/** In node_modules, or for another processor than this machine's from the registry. @param {string} name @param {string} arch */
async function packageFolder(name, arch) {
  const here = join(nodeModules, name);
  if (existsSync(here)) return here;
  const version = versionFor(name);
  const work = mkdtempSync(join(tmpdir(), 'graft-packages-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  writeFileSync(join(work, 'package.json'), '{ "private": true }');
  mkdirSync(join(work, 'node_modules'));
  const { ok, output } = await run(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-save',
      '--os=linux',
      `--cpu=${arch}`,
      '--libc=glibc',
      `${name}@${version}`,
    ],
    { cwd: work },
  );
  if (!ok) throw new BootstrapError(`npm could not fetch ${name}@${version}:\n${lastLines(output, 8)}`);
  return join(work, 'node_modules', name);
}

/** The one that the package itself asks for. @param {string} name */
function versionFor(name) {
  for (const asking of ['sharp', '@napi-rs/image']) {
    const { optionalDependencies } = JSON.parse(
      readFileSync(join(nodeModules, asking, 'package.json'), 'utf8'),
    );
    if (optionalDependencies[name]) return optionalDependencies[name];
  }
  throw new Error(`No package asks for ${name}.`);
}

/** Relative paths. @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}
