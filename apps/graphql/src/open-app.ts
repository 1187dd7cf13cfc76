import { pino } from 'pino';
import type { App } from './app.js';
import type { Config } from './config.js';
import { openDatabase } from './database/database.js';
import { createPredictor } from './prediction/predictor.js';
import { openQueue } from './queue/queue.js';
import { createMetrics } from './server/metrics.js';
import { startTracing } from './server/tracing.js';
import { openStorage } from './storage.js';

/** Opens what a server or a worker works with. `close` drains the queue first and the database last. */
export async function openApp(config: Config): Promise<{ app: App; close(): Promise<void> }> {
  const log = pino({
    name: 'graft',
    level: config.logLevel,
    redact: ['req.headers.authorization', 'authorization', '*.key', '*.secret'],
  });
  const stopTracing = await startTracing(config);
  const database = await openDatabase(config);
  try {
    const storage = openStorage(config);
    const metrics = createMetrics();
    const queue = await openQueue(database, (err) => log.error({ err }, 'the queue met an error'));
    const predictor = createPredictor({ config, storage, metrics });
    const app: App = { config, db: database.db, storage, queue, log, metrics, predictor };
    return {
      app,
      async close() {
        await queue.stop();
        await predictor.dispose();
        await database.close();
        await stopTracing();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
