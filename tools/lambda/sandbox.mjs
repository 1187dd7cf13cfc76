import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { repositoryRoot } from '../bootstrap/paths.mjs';
import { BootstrapError } from '../bootstrap/say.mjs';
import { functionEnvironment } from './function-environment.mjs';
import { memoryGroup } from './memory-group.mjs';
import { runtimeInterfaceClient } from './ric.mjs';
import { startRuntimeApi } from './runtime-api.mjs';
import { unzip } from './unzip.mjs';

/**
 * What a process does inside a mount namespace of its own before it becomes the runtime: the function's files are in
 * /var/task, /tmp is empty and has 512 MB, nothing else can be written to, and the repository is not there.
 */
const ENTER = `set -e
task=$1 runtime=$2 node=$3 repository=$4 group=$5 cores=$6; shift 6
if [ -n "$group" ]; then echo $$ > "$group"; fi
mount -t tmpfs -o mode=755 tmpfs /var
mkdir /var/task /var/runtime
touch /var/node
mount --bind "$task" /var/task
mount --bind "$runtime" /var/runtime
mount --bind "$node" /var/node
mount -t tmpfs -o size=512m,mode=1777 tmpfs /tmp
if [ -d "$repository" ]; then mount -t tmpfs -o size=4k,ro tmpfs "$repository"; fi
for place in /var/task /var/runtime /var/node /; do mount -o remount,bind,ro "$place"; done
mount -o remount,ro /var
cd /var/task
echo "started $(date +%s%N)" >&2
exec taskset -c "$cores" /var/node "$@" /var/runtime/index.mjs
`;

/**
 * @typedef {object} Sandbox
 * @property {(event: unknown, options?: { timeoutMs?: number }) => Promise<import('./runtime-api.mjs').Answer>} invoke
 * @property {Promise<void>} ready Resolves when the function has started and asks for work.
 * @property {() => string} logs What it has printed so far.
 * @property {() => number | undefined} startedMs Date at which its process became Node.
 * @property {() => number} peakBytes The most memory it held.
 * @property {() => number} ownBytes Memory that it alone holds now, without libraries' files.
 * @property {() => number} pid
 * @property {string} cores The processors that it may use, as taskset names them.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the function from its zip under AWS's Runtime Interface Client, in a sandbox like Lambda's: an empty machine but
 * for the zip, a read-only file system, so much memory, so many processors. Needs Linux, and root or user namespaces.
 *
 * @param {object} options
 * @param {string} options.zip
 * @param {Record<string, string>} options.env The function's own variables.
 * @param {number} [options.memoryMb] Default 1769, with which Lambda gives a whole processor.
 * @param {number} [options.cores] Default 1.
 * @param {number} [options.timeoutMs] Of a call; default 30 s.
 * @param {readonly string[]} [options.nodeFlags]
 * @returns {Promise<Sandbox>}
 */
export async function startSandbox({
  zip,
  env,
  memoryMb = 1769,
  cores = 1,
  timeoutMs = 30_000,
  nodeFlags = [],
}) {
  const enter = namespaceCommand();
  if (!enter) throw new BootstrapError(NO_NAMESPACE);
  const runtime = await runtimeInterfaceClient();
  const group = memoryGroup(memoryMb * 1024 ** 2);
  if (!group)
    throw new BootstrapError(
      'The memory limit needs a control group, which this user may not make. Run it as root.',
    );
  const api = await startRuntimeApi({ timeoutMs });
  const pinned = coreList(cores);
  const child = spawn(
    enter[0],
    [
      ...enter.slice(1),
      'sh',
      '-c',
      ENTER,
      'enter',
      unzip(zip),
      runtime,
      process.execPath,
      repositoryRoot,
      group.joinFile,
      pinned,
      ...nodeFlags,
    ],
    { env: functionEnvironment({ api: api.address, memoryMb, env }), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let logs = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      logs += chunk;
    });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => {
    const memory = group.kills() > 0 ? ' (it needed more memory than it may have)' : '';
    api.fail(new Error(`Runtime exited${memory}. It printed:\n${logs.slice(-3000)}`));
    process.off('exit', kill);
  });
  return {
    invoke: api.invoke,
    ready: api.ready,
    logs: () => logs,
    startedMs() {
      const nanoseconds = /^started (\d+)$/m.exec(logs)?.[1];
      return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6;
    },
    peakBytes: group.peakBytes,
    ownBytes: () => ownBytes(child.pid ?? 0),
    pid: () => child.pid ?? 0,
    cores: pinned,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await api.stop();
      group.remove();
    },
  };
}

const NO_NAMESPACE =
  'The function is tried in a mount namespace and a control group, which this user may not make here. Run it as root on Linux.';

/** Whether a sandbox can be made here. */
export function hasSandbox() {
  const group = memoryGroup(2 ** 30);
  group?.remove();
  return group !== undefined && namespaceCommand() !== undefined;
}

/** @returns {[string, ...string[]] | undefined} */
function namespaceCommand() {
  for (const flags of [['--mount'], ['--map-root-user', '--mount']]) {
    if (spawnSync('unshare', [...flags, 'true']).status === 0) return ['unshare', ...flags];
  }
  return undefined;
}

/** @param {number} pid */
function ownBytes(pid) {
  return (
    Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024
  );
}

/** The last processors that this process may use. @param {number} count */
function coreList(count) {
  const { stdout } = spawnSync('sh', ['-c', 'taskset -cp $$'], { encoding: 'utf8' });
  const allowed = (/: (.+)$/m.exec(stdout)?.[1] ?? '0').split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return allowed.slice(-count).join(',');
}
