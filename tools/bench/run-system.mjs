import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
/** Its wheel for Linux on PyPI brings 3 GB of CUDA libraries with it. */
const PYTORCH = ['torch==2.15.0', 'torchvision==0.29.2', 'pillow==13.0.0'];
const COMMANDS = {
  graft: node('graft'),
  graftInt8: node('graft'),
  tfjsNode: node('tfjs-node'),
  roofline: node('roofline'),
  keras: python('keras_peer'),
  kerasCareful: python('keras_peer'),
  onnxRuntime: python('onnx_runtime'),
  pytorch: python('pytorch_peer', 'pytorch'),
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

/**
 * The peers from PyPI in environments of their own, once.
 *
 * @param pytorch whether to install PyTorch as well. @returns the systems that cannot run, each with the reason.
 */
export function installPeers({ pytorch }) {
  install('python', PACKAGES);
  if (isInstalled('pytorch', PYTORCH)) return {};
  if (!pytorch) return { pytorch: '3 GB to download: ask for it with --pytorch' };
  try {
    install('pytorch', PYTORCH);
    return {};
  } catch (error) {
    return { pytorch: `cannot be installed here: ${error.message}` };
  }
}

function install(environment, packages) {
  if (isInstalled(environment, packages)) return;
  const folder = cacheFolder('bench', environment);
  console.error(`Installing ${packages.join(', ')}, once…`);
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(pythonPath(environment), ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...packages], {
    stdio: 'inherit',
  });
  writeFileSync(doneFile(environment, packages), '');
}

function isInstalled(environment, packages) {
  return existsSync(doneFile(environment, packages));
}

function doneFile(environment, packages) {
  return cacheFolder('bench', environment, `${packages.join('+')}.done`);
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

function python(name, environment = 'python') {
  return [pythonPath(environment), fileURLToPath(new URL(`peers/${name}.py`, import.meta.url)), 'run'];
}

function pythonPath(environment) {
  return cacheFolder('bench', environment, 'bin', 'python');
}

/** Without a processor type that somebody set for OpenBLAS: numpy chooses by itself. */
function environment() {
  const { OPENBLAS_CORETYPE, ...rest } = process.env;
  return rest;
}
