import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, type ServerProcess, startServerProcess } from './server-process.js';

const run = promisify(execFile);

/** Debian keeps every version's programs here, off the PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const OLDEST = 15;
const RESTART_TIMEOUT_MS = 30_000;

export interface Postgres {
  /** `postgres://…` of an empty database, with its password. The same after a restart. */
  readonly url: string;
  readonly port: number;
  /** Ends the server's main process with this signal and waits for that; the data stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data and port, after `kill`; stops it first where it still runs. */
  restart(): Promise<void>;
  /** Shuts it down; removes the data unless its folder was given. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL 15 or later on 127.0.0.1, flushing every commit to disk, as the user `postgres` where this
 * process is root (PostgreSQL refuses to run as root).
 *
 * @param options.port default: a free one
 * @param options.folder Where the data is, or will be on the first start; default: a temporary folder.
 *   The user `postgres` must be able to reach it.
 * @throws Error that says what to install when PostgreSQL is not here.
 */
export async function startPostgres(options: { port?: number; folder?: string } = {}): Promise<Postgres> {
  const programs = await findPrograms();
  const user = await serverUser();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'graft-postgres-')));
  const removeIfTemporary = async () => {
    if (!options.folder) await rm(folder, { recursive: true, force: true });
  };
  try {
    const password = await prepareData(folder, programs, user);
    const port = options.port ?? (await freePort());
    const start = () => startOn(folder, port, programs, user);
    let server = await start();
    return {
      url: `postgres://graft:${password}@127.0.0.1:${port}/postgres`,
      port,
      kill: (signal = 'SIGKILL') => server.kill(signal),
      async restart() {
        await server.kill('SIGINT');
        server = await startAgain(start);
      },
      async stop() {
        // SIGINT is PostgreSQL's fast shutdown: clients are disconnected, everything is written.
        await server.kill('SIGINT');
        await removeIfTemporary();
      },
    };
  } catch (error) {
    await removeIfTemporary();
    throw error;
  }
}

type User = { readonly uid: number; readonly gid: number } | undefined;

/** The folder with `initdb` and `postgres`: Debian's newest version, else the one on the PATH. */
async function findPrograms(): Promise<string> {
  const versions = (await readdir(DEBIAN_FOLDER).catch(() => [])).map(Number).filter((v) => v >= OLDEST);
  const debian = versions.sort((a, b) => b - a).map((version) => join(DEBIAN_FOLDER, String(version), 'bin'));
  const folders = [...debian, ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (found) return found;
  throw new Error(
    `PostgreSQL ${OLDEST} or later is not installed: there is no initdb in ${DEBIAN_FOLDER}/*/bin or on the PATH. ` +
      'On Debian: apt-get update && apt-get install postgresql',
  );
}

async function serverUser(): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await idOf('-u'), gid: await idOf('-g') };
  } catch (cause) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres" to run it as. ' +
        "Debian's package postgresql makes one; so does: useradd --system postgres",
      { cause },
    );
  }
}

/** Makes the data on the first start; gives the password of the user `graft`. */
async function prepareData(folder: string, programs: string, user: User): Promise<string> {
  const passwordFile = join(folder, 'password');
  if (!existsSync(dataFolder(folder))) {
    await mkdir(folder, { recursive: true });
    await writeFile(passwordFile, randomUUID(), { mode: 0o600 });
    if (user) for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid);
    // Under another name first: what a killed initdb leaves looks like data.
    const partial = `${dataFolder(folder)}.partial`;
    await rm(partial, { recursive: true, force: true });
    await run(
      join(programs, 'initdb'),
      [
        ...['--pgdata', partial, '--username', 'graft', '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8'],
      ],
      { ...user, cwd: folder },
    );
    await rename(partial, dataFolder(folder));
  }
  return readFile(passwordFile, 'utf8');
}

function startOn(folder: string, port: number, programs: string, user: User): Promise<ServerProcess> {
  return startServerProcess({
    name: 'PostgreSQL',
    command: join(programs, 'postgres'),
    args: [
      ...['-D', dataFolder(folder), '-k', folder, '-h', '127.0.0.1', '-p', String(port)],
      ...['-c', 'fsync=on', '-c', 'max_connections=200'],
    ],
    user,
    isReady: () =>
      run(join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).then(
        () => true,
        () => false,
      ),
  });
}

/** A killed server's helpers notice within moments that it is gone; until then the data counts as in use. */
async function startAgain(start: () => Promise<ServerProcess>): Promise<ServerProcess> {
  const deadline = Date.now() + RESTART_TIMEOUT_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

function dataFolder(folder: string): string {
  return join(folder, 'data');
}
