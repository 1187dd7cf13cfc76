import { GraphQLError } from 'graphql';
import type { App, Principal } from '../app.js';
import { SCOPES } from '../database/tables.js';
import { looksLikeApiKey, verifyApiKey } from './api-keys.js';
import { tokenVerifier } from './json-web-tokens.js';

/** @param authorization value of the header `Authorization`, `Bearer` and a key or token. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

const LOCAL: Principal = { id: 'local', scopes: new Set(SCOPES) };

/** Who sent a request. @throws GraphQLError `UNAUTHENTICATED` with status 401. */
export function authenticator({ config, db }: Pick<App, 'config' | 'db'>): Authenticate {
  const verifyToken = config.jwt && tokenVerifier(config.jwt);
  return async (authorization) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    if (!token) {
      if (!config.authRequired && !authorization) return LOCAL;
      throw unauthenticated(
        'Send a key as `Authorization: Bearer graft_...`; `graft keys create` makes one.',
      );
    }
    const principal = looksLikeApiKey(token) ? await verifyApiKey(db, token) : await verifyToken?.(token);
    if (!principal) throw unauthenticated('This key or token is not valid here, or no longer.');
    return principal;
  };
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}
