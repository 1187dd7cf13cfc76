import { randomUUID } from 'node:crypto';
import type { App, Context, Principal } from '../app.js';
import { requestScope } from './request-scope.js';

/** Belongs to one HTTP request, or to one connection where there are subscriptions. */
export function createContext(app: App, principal: Principal): Context {
  const scope = requestScope.getStore();
  const requestId = scope?.requestId ?? randomUUID();
  return { app, principal, requestId, log: scope?.log ?? app.log.child({ requestId }) };
}
