// `node tools/lambda/image.mjs FOLDER`: what the container image holds, for apps/lambda/Dockerfile, in two parts that change
// at different times: FOLDER/packages and FOLDER/app. Bootstrap comes first.
import { cpSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeModules } from '../bootstrap/paths.mjs';
import { fail } from '../bootstrap/say.mjs';
import { bundleFunction } from './bundle.mjs';
import { copyPlatformFiles } from './platform-files.mjs';

/** Maps, types, TensorFlow's sources, and the binding, which is a link. */
const UNUSED = /[.]map$|[.]d[.]ts$|^[/]src$|[/](deps|binding)$|tfjs_binding[.]node$/;

const folder = process.argv[2] ?? 'function';
const packages = join(folder, 'packages');
try {
  await bundleFunction(join(folder, 'app'), { tensorflow: true });
  await copyPlatformFiles(packages, process.arch === 'arm64' ? 'arm64' : 'x64');
  for (const name of withDependencies([
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-node',
    '@tensorflow/tfjs-backend-wasm',
    '@graft/backbone-efficientnet-lite0',
  ])) {
    copyPackage(name);
  }
  copyTensorFlow();
} catch (error) {
  fail(error);
}

/** Compiled files and data; maps would double it. @param {string} name */
function copyPackage(name) {
  const source = realpathSync(join(nodeModules, name));
  cpSync(source, join(packages, 'node_modules', name), {
    recursive: true,
    filter: (path) => !(name.startsWith('@tensorflow/') && UNUSED.test(path.slice(source.length))),
  });
}

/** The binding is a link into the cache, where TensorFlow's libraries lie beside it. */
function copyTensorFlow() {
  const place = join('@tensorflow', 'tfjs-node', 'lib', 'napi-v8');
  const binding = realpathSync(join(nodeModules, place, 'tfjs_binding.node'));
  cpSync(dirname(binding), join(packages, 'node_modules', place), { recursive: true });
}

/** @param {readonly string[]} names */
function withDependencies(names) {
  const all = new Set(names);
  // A set gives what is added while it is walked through, too.
  for (const name of all) {
    const { dependencies = {} } = JSON.parse(readFileSync(join(nodeModules, name, 'package.json'), 'utf8'));
    for (const each of Object.keys(dependencies)) all.add(each);
  }
  return all;
}
