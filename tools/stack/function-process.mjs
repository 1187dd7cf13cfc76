import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts the function in a process of its own behind HTTP on loopback, as a function URL would answer.
 *
 * @param {{ port: number, env: Record<string, string> }} options `port` 0 takes a free one.
 * @returns {Promise<import('../demo-service/parts.mjs').Started>}
 */
export async function startFunction({ port, env }) {
  const child = fork(new URL('function-url.mjs', import.meta.url), [String(port)], {
    // Not the caller's own: the function runs as it is built, whoever starts it.
    execArgv: [],
    env: {
      ...process.env,
      AWS_LAMBDA_FUNCTION_NAME: 'graft',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
      POWERTOOLS_LOG_LEVEL: 'WARN',
      POWERTOOLS_METRICS_DISABLED: 'true',
      ...env,
    },
  });
  const exit = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), exit]);
  if (child.exitCode !== null)
    throw new Error(`The function ended with ${child.exitCode} before it was ready.`);
  return {
    url: String(first[0]),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await exit;
    },
  };
}
