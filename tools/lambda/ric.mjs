import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, nodeModules } from '../bootstrap/paths.mjs';
import { lastLines, run } from '../bootstrap/run.mjs';
import { BootstrapError, timed } from '../bootstrap/say.mjs';
import { findCompiler } from '../bootstrap/tensorflow-compile.mjs';

const source = join(nodeModules, 'aws-lambda-ric');

/**
 * AWS's Runtime Interface Client, which is what calls the handler on Lambda, in a folder of the user's cache: `index.mjs`
 * and `rapid-client.node`, compiled there the first time (one to three minutes). Its own installer would do the same inside
 * node_modules and download Node's headers, of which it uses only Node-API's.
 *
 * @throws BootstrapError that says what to install.
 */
export async function runtimeInterfaceClient() {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = await cacheFolder('lambda', `ric-${version}-${process.platform}-${process.arch}`);
  if (existsSync(folder)) return folder;
  const compiler = await requireTools();
  const work = `${folder}.partial-${process.pid}`;
  try {
    await timed('compiling AWS’s Runtime Interface Client, once', () => compile(work, compiler));
    mkdirSync(join(work, 'done'));
    for (const file of ['rapid-client.node', 'index.mjs', 'package.json', 'LICENSE', 'NOTICE']) {
      cpSync(join(file === 'rapid-client.node' ? work : source, file), join(work, 'done', file));
    }
    renameSync(join(work, 'done'), folder);
  } catch (error) {
    // Another process may have been as fast: the same program.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

async function requireTools() {
  const compiler = await findCompiler();
  const has = async (/** @type {string} */ tool) => (await run(tool, ['--version'])).ok;
  const missing = [
    ...(compiler ? [] : ['g++']),
    ...((await has('cmake')) || (await has('cmake3')) ? [] : ['cmake']),
    ...((await has('make')) ? [] : ['make']),
    ...((await has('xz')) ? [] : ['xz-utils']),
  ];
  if (compiler && missing.length === 0) return compiler;
  throw new BootstrapError(
    `AWS's Runtime Interface Client has to be compiled, and ${missing.join(', ')} is missing. On Debian: apt-get install ${missing.join(' ')}`,
  );
}

/** @param {string} work @param {string} compiler */
async function compile(work, compiler) {
  for (const part of ['deps', 'scripts']) cpSync(join(source, part), join(work, part), { recursive: true });
  // Its first step compiles curl and AWS's client library, from archives inside the package.
  await must('sh', [join(work, 'scripts', 'preinstall.sh')]);
  // It names three headers that it takes nothing from; they come with Node's sources only.
  const unused = join(work, 'unused-headers');
  mkdirSync(unused);
  for (const header of ['node.h', 'uv.h', 'v8.h']) writeFileSync(join(unused, header), '');
  const includes = [
    unused,
    join(nodeModules, 'node-api-headers', 'include'),
    join(nodeModules, 'node-addon-api'),
    join(work, 'deps', 'artifacts', 'include'),
  ];
  const libraries = join(work, 'deps', 'artifacts', 'lib');
  await must(compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-fexceptions', '-DNAPI_CPP_EXCEPTIONS'],
    ...includes.flatMap((folder) => ['-I', folder]),
    join(source, 'src', 'native', 'rapid-client.cc'),
    ...[join(libraries, 'libaws-lambda-runtime.a'), join(libraries, 'libcurl.a'), '-pthread'],
    ...['-o', join(work, 'rapid-client.node')],
  ]);
}

/** @param {string} command @param {readonly string[]} args */
async function must(command, args) {
  const { ok, output } = await run(command, args);
  if (!ok)
    throw new BootstrapError(
      `AWS's Runtime Interface Client could not be compiled:\n${lastLines(output, 12)}`,
    );
}
