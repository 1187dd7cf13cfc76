import type { Storage } from '@graft/core';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { Database } from './database/database.js';
import type { Scope } from './database/tables.js';
import type { Predictor } from './prediction/types.js';
import type { Queue } from './queue/queue.js';
import type { Metrics } from './server/metrics.js';

/** What every part of the service works with; made once when a process starts. */
export interface App {
  readonly config: Config;
  readonly db: Database;
  readonly storage: Storage;
  readonly queue: Queue;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly predictor: Predictor;
}

/** Who asks. */
export interface Principal {
  /** `key:<id>`, `jwt:<subject>` or `local`. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** What every resolver gets. */
export interface Context {
  readonly app: App;
  readonly principal: Principal;
  readonly requestId: string;
  readonly log: Logger;
}
