import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from './run.mjs';
import { say, timed } from './say.mjs';

/** There is no tensorflow-cpu for arm64; `tensorflow` has the same files there. */
const WHEELS = {
  x64: {
    project: 'tensorflow-cpu',
    platform: 'manylinux2014_x86_64',
    sha256: '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298',
  },
  arm64: {
    project: 'tensorflow',
    platform: 'manylinux2014_aarch64',
    sha256: '8a6485edd2148f70d011dbd1d8dc2c775e91774a5a159466e83d0d1f21580944',
  },
};

/** The libraries and the C headers that tfjs-node's binding includes; the wheel holds 6,000 other files. */
const EXTRACT = `
import sys, zipfile
wheel, folder = sys.argv[1:]
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
headers = tuple('tensorflow/include/' + part for part in
    ('tensorflow/c/', 'xla/tsl/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring'))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries or name.startswith(headers):
            archive.extract(name, folder)
`;

/** @typedef {{ python: string, pip: readonly string[] }} Pip `pip`: the command and its first arguments. */

/** @returns {Promise<Pip | undefined>} */
export async function findPip() {
  for (const python of ['python3', 'python']) {
    if (!(await run(python, ['-c', 'import sys, zipfile; assert sys.version_info >= (3, 6)'])).ok) continue;
    for (const pip of [[python, '-m', 'pip'], ['pip3'], ['pip']]) {
      if ((await run(/** @type {string} */ (pip[0]), [...pip.slice(1), '--version'])).ok)
        return { python, pip };
    }
  }
  return undefined;
}

/**
 * The wheel of one TensorFlow version for this machine, whatever Python is here, its hash checked by pip.
 *
 * @param {Pip} pip
 * @param {string} version
 * @param {string} folder Where everything is written, pip's temporary files too: /tmp may be small.
 * @returns {Promise<string>} The wheel's path.
 */
export async function downloadWheel({ pip }, version, folder) {
  const { project, platform, sha256 } = WHEELS[/** @type {keyof typeof WHEELS} */ (process.arch)];
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const requirements = join(temporary, 'requirements.txt');
  writeFileSync(requirements, `${project}==${version} --hash=sha256:${sha256}\n`);
  return timed(`downloading TensorFlow ${version} (${project} wheel, about 230 MB)`, async () => {
    const progress = setInterval(() => say(`  ${Math.round(folderBytes(folder) / 1e6)} MB so far`), 10_000);
    const [command, ...args] = pip;
    const { ok, output } = await run(
      /** @type {string} */ (command),
      [
        ...args,
        ...[
          'download',
          '--no-deps',
          '--only-binary=:all:',
          '--no-cache-dir',
          '--disable-pip-version-check',
          '--retries',
          '2',
        ],
        ...['--platform', platform, '--python-version', '311', '--implementation', 'cp', '--abi', 'cp311'],
        ...['--require-hashes', '-r', requirements, '-d', folder],
      ],
      { env: { TMPDIR: temporary }, timeoutMs: 60 * 60_000 },
    );
    clearInterval(progress);
    rmSync(temporary, { recursive: true, force: true });
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (!ok || !wheel) throw new Error(`pip could not download it: ${lastLines(output, 1)}`);
    return join(folder, wheel);
  });
}

/** @param {Pip} pip @param {string} wheel @param {string} folder */
export function extractWheel({ python }, wheel, folder) {
  return timed('unpacking TensorFlow', async () => {
    const { ok, output } = await run(python, ['-c', EXTRACT, wheel, folder]);
    if (!ok) throw new Error(`the wheel could not be unpacked: ${lastLines(output)}`);
  });
}

/** @param {string} folder @returns {number} */
function folderBytes(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
