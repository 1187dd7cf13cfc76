// `npm run deploy [-- -c KEY=VALUE ...]` and `npm run synth`: builds what is deployed, then hands everything to the CDK's own
// command. infra/README.md has the keys.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { nodeModules, repositoryRoot } from './bootstrap/paths.mjs';
import { fail } from './bootstrap/say.mjs';

const [command = 'synth', ...args] = process.argv.slice(2);
await bootstrap();
const said = args.join(' ');
if (!/\bfunction=false\b|\bfunctionPackage=image\b|\bfunctionZip=/.test(said)) {
  const { buildFunction } = await import('./lambda/build-function.mjs');
  await buildFunction(/\bfunctionArchitecture=arm64\b/.test(said) ? 'arm64' : 'x64').catch(fail);
}
const { status } = spawnSync(
  process.execPath,
  [join(nodeModules, 'aws-cdk', 'bin', 'cdk'), command, ...(command === 'deploy' ? ['--all'] : []), ...args],
  {
    cwd: join(repositoryRoot, 'infra'),
    stdio: 'inherit',
    env: { CDK_DISABLE_CLI_TELEMETRY: 'true', ...process.env },
  },
);
process.exitCode = status ?? 1;
