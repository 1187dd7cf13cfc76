import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 60_000;

export interface ServerProcess {
  readonly pid: number;
  /** True until the process has ended. */
  isRunning(): boolean;
  /** Sends the signal and waits for the end of the process; does nothing when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerCommand {
  /** For messages: `PostgreSQL`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Another user to run as; only root may. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Asked again and again until it says yes. */
  isReady(): Promise<boolean>;
}

/**
 * Starts a server as a child of this process and waits until it is ready. When this process exits, the server is killed.
 *
 * @throws Error with the server's own words when it ends before it is ready, or is not ready within a minute.
 */
export async function startServerProcess(server: ServerCommand): Promise<ServerProcess> {
  const child = spawn(server.command, [...server.args], {
    ...server.user,
    env: { ...process.env, ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = lastOutput(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));

  const deadline = Date.now() + START_TIMEOUT_MS;
  // The pause first: an error of spawn itself arrives in the next turn of the event loop.
  do {
    await sleep(20);
    if (!isRunning()) throw new Error(`${server.name} ended before it was ready. It said:\n${output()}`);
    if (Date.now() > deadline) {
      killNow();
      throw new Error(
        `${server.name} was not ready within ${START_TIMEOUT_MS / 1000} s. It said:\n${output()}`,
      );
    }
  } while (!(await server.isReady()));

  return {
    pid: child.pid!,
    isRunning,
    async kill(signal) {
      if (isRunning()) child.kill(signal);
      await ended;
    },
  };
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Keeps reading what a server prints, so that its pipe never fills; gives the end of it. */
function lastOutput(child: ChildProcess): () => string {
  let text = '';
  const collect = (chunk: Buffer) => {
    text = (text + chunk).slice(-4000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  child.once('error', (error) => collect(Buffer.from(error.message)));
  return () => text.trim() || '(nothing)';
}
