import { readConfig } from './config.js';
import { type Database, openDatabase } from './database/database.js';

/** Opens the database that the environment names for one piece of work. */
export async function withDatabase<T>(
  work: (db: Database) => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> {
  const { db, close } = await openDatabase(readConfig(env));
  try {
    return await work(db);
  } finally {
    await close();
  }
}
