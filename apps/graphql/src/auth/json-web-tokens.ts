import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Principal } from '../app.js';
import type { Config } from '../config.js';
import { SCOPES, type Scope } from '../database/tables.js';
import { withImplied } from './api-keys.js';

export type VerifyToken = (token: string) => Promise<Principal | undefined>;

/** Asymmetric ones only: a shared secret has no place in a published key set. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Tokens of one issuer, checked against its published keys; scopes from `scope` (words) or `scopes` (a list). */
export function tokenVerifier({ jwksUrl, issuer, audience }: NonNullable<Config['jwt']>): VerifyToken {
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ALGORITHMS });
      if (!payload.sub) return undefined;
      return { id: `jwt:${payload.sub}`, scopes: withImplied(scopesOf(payload)) };
    } catch {
      return undefined;
    }
  };
}

function scopesOf({ scope, scopes }: Readonly<Record<string, unknown>>): Scope[] {
  const words = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scopes) ? scopes : [];
  return SCOPES.filter((known) => words.includes(known));
}
