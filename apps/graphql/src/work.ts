import { hostname } from 'node:os';
import { readConfig } from './config.js';
import { ConfigError } from './errors.js';
import { openApp } from './open-app.js';
import { jobHandlers } from './worker/job-handlers.js';
import { runWorker } from './worker/run-worker.js';

export interface RunningWorker {
  /** Machine and process, as the log has them. */
  readonly name: string;
  /** Running jobs keep their checkpoint and go to another worker at once. */
  stop(): Promise<void>;
}

/**
 * Works on the jobs of a service, at least one at a time.
 *
 * @throws ConfigError `CONFIG_INVALID`; `CONFIG_EMBEDDED` without PostgreSQL: the embedded database is the server's alone.
 */
export async function work(env: NodeJS.ProcessEnv = process.env): Promise<RunningWorker> {
  const config = readConfig(env);
  if (!('url' in config.database)) {
    throw new ConfigError(
      'CONFIG_EMBEDDED',
      'A worker needs DATABASE_URL: the embedded database serves one process. `graft serve` works on jobs itself.',
    );
  }
  const { app, close } = await openApp(config);
  await runWorker(app, jobHandlers, Math.max(1, config.workers));
  const name = `${hostname()}-${process.pid}`;
  app.log.info({ name }, 'waiting for jobs');
  return { name, stop: close };
}
