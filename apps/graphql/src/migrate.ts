import { readConfig } from './config.js';
import { openDatabase } from './database/database.js';
import { openQueue } from './queue/queue.js';

/**
 * Brings the database's tables and its queue to the form that this version needs. Servers and workers do the same when they
 * start; where there are many of them, it is done once before.
 *
 * @throws ConfigError `CONFIG_INVALID`; what the database says when it cannot be reached or changed.
 */
export async function migrate(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const database = await openDatabase(readConfig(env));
  try {
    const queue = await openQueue(database, () => {});
    await queue.stop();
  } finally {
    await database.close();
  }
}
