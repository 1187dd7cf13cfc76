import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface GraftResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface GraftOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with all of stderr so far whenever it grows. */
  onStderr?(stderr: string, child: ChildProcess): void;
}

/** For tests: the built command as a real process. */
export function runGraft(
  args: readonly string[],
  { cwd, env, onStderr }: GraftOptions = {},
): Promise<GraftResult> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    // Nx sets FORCE_COLOR, and Node warns when the two contradict each other.
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, child);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
