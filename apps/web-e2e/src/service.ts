import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface RunningService {
  readonly url: string;
  /** Ends it as a user does, by Ctrl-C; what it is at goes on when it is started again on the same folder. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** The command line, as it was built. */
export const graft = join(
  dirname(createRequire(import.meta.url).resolve('@graft/cli/package.json')),
  'dist',
  'main.js',
);

/**
 * `graft serve` in a process of its own, page included, on the embedded database.
 *
 * @param data folder of database and storage; the same again goes on where the last one stopped.
 * @param env more variables, such as `GRAFT_PORT` (default: a free one).
 */
export async function startService(data: string, env: NodeJS.ProcessEnv = {}): Promise<RunningService> {
  const child = spawn(process.execPath, [graft, 'serve'], {
    env: { ...process.env, GRAFT_DATA: data, GRAFT_PORT: '0', GRAFT_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await addressOf(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return ended;
  };
  return { url, stop: end('SIGINT'), kill: end('SIGKILL') };
}

/** What `graft serve` says once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /serves at\S* (http\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`graft serve ended with ${code}:\n${said}`)));
  });
}
