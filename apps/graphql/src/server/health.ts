import { Router } from 'express';
import { sql } from 'kysely';
import type { App } from '../app.js';

/** `/live`: the process answers. `/ready`: it can do its work, database and storage included, and is not shutting down. */
export function health({ db, storage }: Pick<App, 'db' | 'storage'>): { routes: Router; drain(): void } {
  let draining = false;
  const routes = Router();
  routes.get('/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  routes.get('/ready', async (_request, response) => {
    const checks = {
      database: await works(() => sql`select 1`.execute(db)),
      storage: await works(() => storage.exists('service/url-secret')),
      accepting: !draining,
    };
    const ready = Object.values(checks).every(Boolean);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', checks });
  });
  return {
    routes,
    drain() {
      draining = true;
    },
  };
}

const CHECK_MS = 3000;

async function works(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), CHECK_MS);
  });
  try {
    await Promise.race([check(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
