import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '../../packages/core/dist/index.js';

const PACKAGES = [
  'keras==3.15.1',
  'tensorflow-cpu==2.21.0',
  'h5py==3.14.0',
  'onnxruntime==1.30.0',
  'pillow==13.0.0',
];
const COMMANDS = {
  graft: node('graft'),
  graftInt8: node('graft'),
  tfjsNode: node('tfjs-node'),
  roofline: node('roofline'),
  keras: python('keras_peer'),
  kerasCareful: python('keras_peer'),
  onnxRuntime: python('onnx_runtime'),
};
const run = promisify(execFile);

/** Does one plan in a process of its own. @returns what the system printed, and the time of the whole process. */
export async function runSystem(system, plan) {
  const [command, ...given] = COMMANDS[system];
  const startedMs = performance.now();
  const { stdout } = await run(command, [...given, JSON.stringify({ ...plan, ...variantOf(system) })], {
    env: environment(),
    maxBuffer: 64e6,
  });
  const process = (performance.now() - startedMs) / 1000;
  return { ...JSON.parse(stdout.trim().split('\n').at(-1)), process };
}

function variantOf(system) {
  return { careful: system === 'kerasCareful', precision: system === 'graftInt8' ? 'int8' : 'float32' };
}

/** The peers from PyPI in an environment of their own, once. */
export function installPeers() {
  const done = join(environmentFolder(), `${PACKAGES.join('+')}.done`);
  if (existsSync(done)) return;
  console.error(`Installing ${PACKAGES.join(', ')}, once…`);
  mkdirSync(environmentFolder(), { recursive: true });
  execFileSync('python3', ['-m', 'venv', environmentFolder()], { stdio: 'inherit' });
  execFileSync(pythonPath(), ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
  writeFileSync(done, '');
}

/** Random weights of a backbone in a file that Keras writes and everybody reads. */
export function weightsOf(backbone) {
  const path = cacheFolder('bench', `${backbone}-random-notop.weights.h5`);
  if (!existsSync(path)) {
    const [command, script] = COMMANDS.keras;
    execFileSync(command, [script, 'weights', backbone, path], { env: environment(), stdio: 'inherit' });
  }
  return path;
}

function node(name) {
  return [process.execPath, fileURLToPath(new URL(`systems/${name}.mjs`, import.meta.url))];
}

function python(name) {
  return [pythonPath(), fileURLToPath(new URL(`peers/${name}.py`, import.meta.url)), 'run'];
}

function pythonPath() {
  return join(environmentFolder(), 'bin', 'python');
}

function environmentFolder() {
  return cacheFolder('bench', 'python');
}

/** Without a processor type that somebody set for OpenBLAS: numpy chooses by itself. */
function environment() {
  const { OPENBLAS_CORETYPE, ...rest } = process.env;
  return rest;
}
