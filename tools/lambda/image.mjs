// `node tools/lambda/image.mjs FOLDER`: what the container image holds, for apps/lambda/Dockerfile. Bootstrap comes first.
import { cpSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { nodeModules } from '../bootstrap/paths.mjs';
import { fail } from '../bootstrap/say.mjs';
import { bundleFunction } from './bundle.mjs';
import { copyPlatformFiles } from './platform-files.mjs';

const folder = process.argv[2] ?? 'function';
try {
  await bundleFunction(folder, { tensorflow: true });
  await copyPlatformFiles(folder, process.arch === 'arm64' ? 'arm64' : 'x64');
  for (const name of tensorFlowPackages()) {
    cpSync(join(nodeModules, name), join(folder, 'node_modules', name), {
      recursive: true,
      dereference: true,
    });
  }
  mkdirSync(join(folder, 'chunks'));
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.mjs') && file !== 'index.mjs')
      renameSync(join(folder, file), join(folder, 'chunks', file));
  }
} catch (error) {
  fail(error);
}

/** TensorFlow for Node and what it loads when it runs, without what its installer needs. */
function tensorFlowPackages() {
  const scope = readdirSync(join(nodeModules, '@tensorflow')).map((name) => `@tensorflow/${name}`);
  return [
    ...scope,
    'long',
    'seedrandom',
    'google-protobuf',
    'node-fetch',
    'whatwg-url',
    'webidl-conversions',
    'tr46',
  ];
}
