import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Storage, StorageError } from '@graft/core';
import type { App } from '../app.js';
import { requestScope } from '../server/request-scope.js';

/** What a URL allows; each value is covered by its signature. */
export type UrlParameters = Readonly<Record<string, string>>;

const SECRET_KEY = 'service/url-secret';
const secrets = new WeakMap<Storage, Promise<Uint8Array>>();

/**
 * @param path below `/files`, such as `/objects/key`; segments are encoded here.
 * @returns a URL that anybody may use for this method until it expires, without a key.
 */
export async function signedUrl(
  app: App,
  method: 'GET' | 'PUT',
  path: string,
  parameters: UrlParameters,
  expiresAt: Date,
): Promise<string> {
  const signed = { ...parameters, expires: String(Math.ceil(expiresAt.getTime() / 1000)) };
  const signature = await sign(app, method, path, signed);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${publicUrl(app)}/files${encoded}?${new URLSearchParams({ ...signed, signature })}`;
}

/**
 * @param path decoded, below `/files`.
 * @returns the parameters, or undefined when the signature is not ours or its time is over.
 */
export async function verifyUrl(
  app: App,
  method: 'GET' | 'PUT',
  path: string,
  query: Readonly<Record<string, unknown>>,
): Promise<UrlParameters | undefined> {
  const { signature, ...parameters } = query;
  const isText = (value: unknown) => typeof value === 'string';
  if (!isText(signature) || !Object.values(parameters).every(isText)) return undefined;
  const expected = Buffer.from(await sign(app, method, path, parameters as UrlParameters));
  const given = Buffer.from(signature as string);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { expires, ...rest } = parameters as Record<string, string>;
  return Number(expires) * 1000 >= Date.now() ? rest : undefined;
}

/**
 * When a URL to look at something ends: the end of the next hour, so that it is the same URL for a while and browsers
 * can keep what they fetched.
 */
export function endOfNextHour(now = Date.now()): Date {
  const hour = 3_600_000;
  return new Date((Math.floor(now / hour) + 2) * hour);
}

/** Nothing for the page, to which it is the server that it came from. */
function publicUrl({ config: { publicUrl, host, port } }: App): string {
  if (requestScope.getStore()?.ownUrls) return '';
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function sign(
  { storage }: App,
  method: string,
  path: string,
  parameters: UrlParameters,
): Promise<string> {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', await urlSecret(storage))
    .update(JSON.stringify([method, path, sorted]))
    .digest('base64url');
}

/** One for all servers on a storage, made by whichever comes first. */
function urlSecret(storage: Storage): Promise<Uint8Array> {
  const known = secrets.get(storage);
  if (known) return known;
  const secret = readOrMake(storage);
  secrets.set(storage, secret);
  // What failed once may work the next time.
  secret.catch(() => secrets.delete(storage));
  return secret;
}

async function readOrMake(storage: Storage): Promise<Uint8Array> {
  try {
    return await storage.read(SECRET_KEY);
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'STORAGE_NOT_FOUND')) throw error;
  }
  await storage.write(SECRET_KEY, randomBytes(32), { ifAbsent: true }).catch((error: unknown) => {
    if (!(error instanceof StorageError && error.code === 'STORAGE_CONFLICT')) throw error;
  });
  return storage.read(SECRET_KEY);
}
