import type { App } from '../app.js';
import { requestScope } from '../server/request-scope.js';
import { signedUrl } from './signed-url.js';

interface ExpectedUpload {
  readonly id: string;
  readonly key: string;
  readonly bytes: number;
  readonly content_type: string;
}

/** Where a client sends a file to: the storage itself where it can be reached, else this service. */
export async function uploadUrl(
  app: App,
  { id, key, bytes, content_type }: ExpectedUpload,
  lifetimeSeconds: number,
): Promise<{ url: string; headers: Readonly<Record<string, string>> }> {
  if (app.storage.presign && !requestScope.getStore()?.ownUrls) {
    return app.storage.presign.put(key, {
      expiresInSeconds: lifetimeSeconds,
      contentLength: bytes,
      contentType: content_type,
    });
  }
  const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000);
  const url = await signedUrl(app, 'PUT', `/uploads/${id}`, { bytes: String(bytes), key }, expiresAt);
  return { url, headers: { 'content-type': content_type } };
}
