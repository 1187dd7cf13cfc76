// `npm run test:nodes [-- 22 24 COMMAND…]`: runs a command (default `npm test`) on other versions of Node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { cacheFolder, repositoryRoot } from './bootstrap/paths.mjs';
import { lastLines, run } from './bootstrap/run.mjs';
import { BootstrapError, fail, say } from './bootstrap/say.mjs';

const VERSIONS = /** @type {Record<string, string>} */ ({ 22: '22.23.3', 24: '24.21.0' });

await bootstrap({ build: false });
const { majors, command } = readArguments(process.argv.slice(2));
for (const major of majors) {
  const node = await nodeBinary(major).catch(fail);
  say(`Node ${VERSIONS[major]}: ${command.join(' ')}`);
  const { status } = spawnSync(/** @type {string} */ (command[0]), command.slice(1), {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Leading numbers are Node versions, the rest is the command. @param {readonly string[]} args */
function readArguments(args) {
  const end = args.findIndex((word) => !(word in VERSIONS));
  const majors = end === -1 ? args : args.slice(0, end);
  const command = args.slice(majors.length + (args[majors.length] === '--' ? 1 : 0));
  return {
    majors: majors.length > 0 ? majors : Object.keys(VERSIONS),
    command: command.length > 0 ? command : ['npm', 'test'],
  };
}

/**
 * Node's executable from the npm registry, kept in the cache folder. The package `node` fetches it in an install script;
 * the package that it would fetch is installed here by name instead.
 *
 * @param {string} major
 */
async function nodeBinary(major) {
  const version = VERSIONS[major];
  const name = `node-${process.platform}-${process.arch}`;
  const target = await cacheFolder('node', `${version}-${process.platform}-${process.arch}`);
  const binary = join(target, 'node_modules', name, 'bin', 'node');
  if (existsSync(binary)) return binary;
  say(`fetching Node ${version} (npm package ${name})`);
  const work = `${target}.partial-${process.pid}`;
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'package.json'), '{ "private": true }');
  const { ok, output } = await run(
    'npm',
    ['install', '--prefix', work, '--ignore-scripts', `${name}@${version}`],
    {
      cwd: work,
    },
  );
  if (!ok) {
    rmSync(work, { recursive: true, force: true });
    throw new BootstrapError(`npm could not fetch Node ${version} for this machine:\n${lastLines(output)}`);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(work, target);
  return binary;
}
