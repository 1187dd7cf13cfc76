// `npm run lambda:build [-- --arch arm64] [--json]`: the function as a zip that Lambda runs, with its sizes.
import { parseArgs } from 'node:util';
import { bootstrap } from '../bootstrap/bootstrap.mjs';
import { BootstrapError, fail } from '../bootstrap/say.mjs';

const { values } = parseArgs({
  options: { arch: { type: 'string', default: 'x64' }, json: { type: 'boolean', default: false } },
});
if (values.arch !== 'x64' && values.arch !== 'arm64') {
  fail(new BootstrapError(`--arch is ${values.arch}; expected x64 or arm64.`));
}
await bootstrap({ build: false });
// Needs packages, which bootstrap has just installed.
const { buildFunction } = await import('./build-function.mjs');
const built = await buildFunction(values.arch).catch(fail);
if (values.json) console.log(JSON.stringify(built, null, 2));
else {
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1).padStart(5)} MB`;
  console.log(`${built.zip}\n  sha256 ${built.sha256}`);
  console.log(`  zipped   ${megabytes(built.bytes.zipped)}  (Lambda takes 50 MB)`);
  console.log(`  unzipped ${megabytes(built.bytes.unzipped)}  (Lambda takes 250 MB)`);
  for (const [part, bytes] of Object.entries(built.bytes.parts).sort(([, a], [, b]) => b - a)) {
    console.log(`    ${megabytes(bytes)}  ${part}`);
  }
}
