import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { OptionError } from '@graft/core';
import type { Principal } from '../app.js';
import type { Database } from '../database/database.js';
import { SCOPES, type Scope } from '../database/tables.js';
import { NotFoundError } from '../errors.js';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** `graft_<id>_<secret>`: the id finds the row, the secret (256 bits or more) is kept as SHA-256 only. */
const KEY = /^graft_([0-9a-f]{12})_([A-Za-z0-9_-]{43,256})$/;
/** Of the key whose secret is a server's `GRAFT_ADMIN_SECRET`. */
const ADMIN_ID = '000000000000';

export const looksLikeApiKey = (token: string): boolean => token.startsWith('graft_');

/** @returns the key itself, which cannot be shown again. @throws OptionError `OPTION_INVALID` for unknown scopes. */
export async function createApiKey(
  db: Database,
  { name, scopes }: { name: string; scopes: readonly string[] },
): Promise<{ id: string; key: string }> {
  const unknown = scopes.filter((scope) => !SCOPES.includes(scope as Scope));
  if (unknown.length > 0 || scopes.length === 0) {
    throw new OptionError(
      'OPTION_INVALID',
      `scopes are ${JSON.stringify(scopes)}; expected one or more of ${SCOPES.join(', ')}.`,
      { details: { field: 'scopes' } },
    );
  }
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  await db
    .insertInto('api_keys')
    .values({ id, name, secret_sha256: hashOf(secret).toString('hex'), scopes: [...scopes] as Scope[] })
    .execute();
  return { id, key: `graft_${id}_${secret}` };
}

/**
 * Makes the key `graft_000000000000_<secret>`, which may do everything, or gives it this secret. Revoked, it stays revoked
 * until the secret is another one.
 */
export async function setAdminKey(db: Database, secret: string): Promise<void> {
  const secret_sha256 = hashOf(secret).toString('hex');
  await db
    .insertInto('api_keys')
    .values({ id: ADMIN_ID, name: 'GRAFT_ADMIN_SECRET', secret_sha256, scopes: ['admin'] })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ secret_sha256, scopes: ['admin'], revoked_at: null })
        .where('api_keys.secret_sha256', '<>', secret_sha256),
    )
    .execute();
}

/** Newest first, revoked ones included. */
export async function listApiKeys(db: Database): Promise<ApiKey[]> {
  const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

/** From the next request on. @throws NotFoundError `KEY_NOT_FOUND`. */
export async function revokeApiKey(db: Database, id: string): Promise<void> {
  const result = await db
    .updateTable('api_keys')
    .set({ revoked_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) {
    throw new NotFoundError(
      'KEY_NOT_FOUND',
      `There is no key ${id}. \`graft keys list\` shows those there are.`,
    );
  }
}

/** @returns undefined for a key that is malformed, unknown, wrong or revoked: the caller learns no more than that. */
export async function verifyApiKey(db: Database, key: string): Promise<Principal | undefined> {
  const [, id, secret] = KEY.exec(key) ?? [];
  const row = id
    ? await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  // Compared also when there is no row, so that the time taken does not tell ids that exist.
  const expected = row ? Buffer.from(row.secret_sha256, 'hex') : Buffer.alloc(32);
  const right = timingSafeEqual(hashOf(secret ?? ''), expected);
  if (!row || !right || row.revoked_at) return undefined;
  await touch(db, row.id, row.last_used_at);
  return { id: `key:${row.id}`, scopes: withImplied(row.scopes) };
}

/** `admin` may do everything, `train` may also predict with what it trained. */
export function withImplied(scopes: readonly Scope[]): ReadonlySet<Scope> {
  const all = new Set(scopes);
  if (all.has('admin')) all.add('train');
  if (all.has('train')) all.add('predict');
  return all;
}

/** Once a minute is enough to see whether a key is in use. */
async function touch(db: Database, id: string, lastUsed: Date | null): Promise<void> {
  if (lastUsed && Date.now() - lastUsed.getTime() < 60_000) return;
  await db.updateTable('api_keys').set({ last_used_at: new Date() }).where('id', '=', id).execute();
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
