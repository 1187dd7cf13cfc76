import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';

/** What belongs to one request or connection, reachable from everything that it causes. */
export interface RequestScope {
  readonly requestId: string;
  /** Writes the request's id with every line. */
  readonly log: Logger;
  /** The page asks: whatever address it is given must be of this server, and under the name by which it was reached. */
  readonly ownUrls?: boolean;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();
