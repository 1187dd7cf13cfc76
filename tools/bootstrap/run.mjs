import { spawn } from 'node:child_process';
import { keepLocksFor } from './lock.mjs';

/**
 * Runs a command to its end; never throws.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] Added to this process's own.
 * @param {number} [options.timeoutMs] Then it is killed.
 * @param {boolean} [options.show] Pass its output on to stderr as it comes.
 * @returns {Promise<{ ok: boolean, stdout: string, output: string }>} `output` is stdout and stderr together.
 */
export function run(command, args, { cwd, env, timeoutMs, show = false } = {}) {
  return new Promise((resolve) => {
    let stdout = '';
    let output = '';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    keepLocksFor(child.pid);
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      output += chunk;
      if (show) process.stderr.write(chunk);
    };
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      collect(chunk);
    });
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ ok: false, stdout, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, stdout, output }));
  });
}

/** The part of a failed command's output that says why. @param {string} output */
export function lastLines(output, count = 3) {
  return output.trim().split('\n').slice(-count).join('\n').trim() || 'no output';
}
