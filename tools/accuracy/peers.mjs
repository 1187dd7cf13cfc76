import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../packages/core/dist/index.js';

const PACKAGES = ['scikit-learn==1.9.1', 'keras==3.15.1', 'tensorflow-cpu==2.21.0', 'h5py==3.14.0'];
export const PEERS = ['logisticRegression', 'logisticRegressionSamePictures', 'keras'];
const SCRIPT = fileURLToPath(new URL('peers.py', import.meta.url));

/** scikit-learn and Keras from PyPI in an environment of their own, once. */
export function installPeers() {
  const done = join(environmentFolder(), `${PACKAGES.join('+')}.done`);
  if (existsSync(done)) return;
  console.error(`Installing ${PACKAGES.join(', ')}, once…`);
  mkdirSync(environmentFolder(), { recursive: true });
  try {
    execFileSync('python3', ['-m', 'venv', environmentFolder()], { stdio: ['ignore', 2, 2] });
    execFileSync(pythonPath(), ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: ['ignore', 2, 2] });
  } catch (cause) {
    throw new Error(
      'The peers could not be installed: python3 with venv and PyPI are needed. --only featureExtraction,fineTuning measures Graft alone.',
      { cause },
    );
  }
  writeFileSync(done, '');
}

/** @returns accuracy and seconds of each peer, by its name. */
export function runPeers(systems, work, onResult) {
  const results = {};
  for (const system of systems) {
    const { OPENBLAS_CORETYPE, ...env } = process.env; // numpy chooses by itself.
    const stdio = ['ignore', 'pipe', 'inherit'];
    const printed = execFileSync(pythonPath(), [SCRIPT, system, work], { env, stdio, encoding: 'utf8' });
    results[system] = JSON.parse(printed.trim().split('\n').at(-1));
    onResult(system, results[system]);
  }
  return results;
}

function pythonPath() {
  return join(environmentFolder(), 'bin', 'python');
}

function environmentFolder() {
  return cacheFolder('accuracy', 'python');
}
