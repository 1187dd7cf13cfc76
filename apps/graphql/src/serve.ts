import type { AddressInfo } from 'node:net';
import { setAdminKey } from './auth/api-keys.js';
import { type Config, isLoopback, readConfig } from './config.js';
import { ConfigError } from './errors.js';
import { openApp } from './open-app.js';
import { createHttpService } from './server/http.js';
import { reportQueue } from './server/report-queue.js';
import { jobHandlers } from './worker/job-handlers.js';
import { runWorker } from './worker/run-worker.js';

export interface RunningService {
  readonly url: string;
  /** Stops taking requests and jobs, lets running ones finish or give their work back, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the service as the environment says: API, and workers in the same process unless `GRAFT_WORKERS` is 0.
 *
 * @throws ConfigError `CONFIG_INVALID`; `CONFIG_NO_KEYS` when it would listen beyond loopback with nobody allowed in.
 */
export async function serve(env: NodeJS.ProcessEnv = process.env): Promise<RunningService> {
  // Where clients reach it is known once it listens, if the port is any free one.
  const config: { -readonly [Key in keyof Config]: Config[Key] } = { ...readConfig(env) };
  const { app, close } = await openApp(config);
  try {
    if (config.adminSecret) await setAdminKey(app.db, config.adminSecret);
    if (config.authRequired && !config.jwt) await requireKeys(app, config.host);
    const http = await createHttpService(app);
    await new Promise<void>((resolve, reject) => {
      http.server.once('error', reject);
      http.server.listen(config.port, config.host, resolve);
    });
    const { port } = http.server.address() as AddressInfo;
    config.publicUrl ??= `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    const url = config.publicUrl;
    await runWorker(app, jobHandlers, config.workers);
    if ('url' in config.database) reportQueue(app);
    app.log.info({ url }, 'listening');
    return {
      url,
      async stop() {
        http.drain();
        await http.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function requireKeys({ db }: Awaited<ReturnType<typeof openApp>>['app'], host: string): Promise<void> {
  const key = await db.selectFrom('api_keys').select('id').where('revoked_at', 'is', null).executeTakeFirst();
  if (key) return;
  const reason = isLoopback(host) ? 'GRAFT_AUTH asks for keys' : `${host} can be reached from other machines`;
  throw new ConfigError(
    'CONFIG_NO_KEYS',
    `${reason}, but there is no key yet. Make one with \`graft keys create --scopes admin\`, set GRAFT_ADMIN_SECRET or GRAFT_JWKS_URL, or listen on 127.0.0.1.`,
  );
}
