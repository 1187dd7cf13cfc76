import { type ChildProcess, spawn } from 'node:child_process';

/** The built service: a process of Node cannot run TypeScript on every version. */
const built = new URL('../../dist/index.js', import.meta.url).href;

export interface ServiceProcess {
  /** Of `serve`; empty for `work`. */
  readonly url: string;
  /** Sends the signal and waits for the end. @returns the exit code; null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** For tests: a server or a worker as a process of its own, which stops on SIGTERM as the command line's do. */
export async function startProcess(role: 'serve' | 'work', env: NodeJS.ProcessEnv): Promise<ServiceProcess> {
  const script = `
    import { ${role} } from ${JSON.stringify(built)};
    const running = await ${role}();
    process.on('SIGTERM', () => running.stop().then(() => process.exit(0)));
    process.send({ url: running.url ?? '' });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, GRAFT_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = lastWords(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url));
    void ended.then((code) =>
      reject(new Error(`${role} ended with ${code} before it was ready:\n${stderr()}`)),
    );
  });
  return {
    url,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}
