import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeModules, repositoryRoot } from '../bootstrap/paths.mjs';
import { lastLines, run } from '../bootstrap/run.mjs';
import { BootstrapError } from '../bootstrap/say.mjs';

/**
 * Of each package with native code, what runs on Linux on one processor: no other platform's libraries, no sources, and no
 * JavaScript that is in the bundle. Licences stay.
 *
 * @param {string} arch
 * @returns {Record<string, RegExp>}
 */
const wanted = (arch) => ({
  'onnxruntime-node': new RegExp(
    `^(package.json|dist/[^/]+[.]js|bin/napi-v\\d+/linux/${arch}/(libonnxruntime[.]so[.]1|[^/]+[.]node))$`,
  ),
  'onnxruntime-common': /^(package.json|dist\/cjs\/.+[.](js|json))$/,
  [`@img/sharp-linux-${arch}`]: /^(package.json|LICENSE|index.cjs|lib\/[^/]+[.]node)$/,
  [`@img/sharp-libvips-linux-${arch}`]:
    /^(package.json|README.md|versions.json|lib\/(index.js|[^/]+[.]so[.][\d.]+))$/,
  '@napi-rs/image': /^(package.json|LICENSE|index.js)$/,
  [`@napi-rs/image-linux-${arch}-gnu`]: /^(package.json|[^/]+[.]node)$/,
});

/**
 * Copies the packages with native code to `folder/node_modules`.
 *
 * @param {string} folder
 * @param {'x64' | 'arm64'} arch
 */
export async function copyPlatformFiles(folder, arch) {
  for (const [name, pattern] of Object.entries(wanted(arch))) {
    const source = await packageFolder(name);
    const files = filesUnder(source).filter((file) => pattern.test(file));
    if (!files.includes('package.json'))
      throw new Error(`${name} is not what it was: no package.json in ${source}.`);
    for (const file of files)
      cpSync(join(source, file), join(folder, 'node_modules', name, file), { dereference: true });
  }
}

/**
 * In node_modules, or for another processor than this machine's from the registry, in the version and with the hash that
 * package-lock.json has for it.
 *
 * @param {string} name
 */
async function packageFolder(name) {
  const here = join(nodeModules, name);
  if (existsSync(here)) return here;
  const lock = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const work = mkdtempSync(join(tmpdir(), 'graft-packages-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  const packed = await run('npm', ['pack', '--silent', '--json', `${name}@${version}`], { cwd: work });
  const [facts] = packed.ok ? JSON.parse(packed.stdout) : [];
  if (facts?.integrity !== integrity) {
    throw new BootstrapError(
      `npm could not fetch ${name}@${version}, or it is not what it was:\n${lastLines(packed.output, 8)}`,
    );
  }
  const { ok, output } = await run('tar', ['xzf', facts.filename], { cwd: work });
  if (!ok) throw new BootstrapError(`${facts.filename} could not be unpacked:\n${lastLines(output)}`);
  return join(work, 'package');
}

/** Relative paths. @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}
