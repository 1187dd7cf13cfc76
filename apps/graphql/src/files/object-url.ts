import type { App } from '../app.js';
import { requestScope } from '../server/request-scope.js';
import { endOfNextHour, signedUrl } from './signed-url.js';

/**
 * A URL under which anybody may read one object of the storage for one to two hours: originals, exports, results.
 *
 * @param fileName under which a browser saves it; default the key's last part.
 */
export async function objectUrl(
  app: App,
  key: string,
  fileName = key.slice(key.lastIndexOf('/') + 1),
): Promise<string> {
  const expiresAt = endOfNextHour();
  if (app.storage.presign && !requestScope.getStore()?.ownUrls) {
    return app.storage.presign.get(key, {
      expiresInSeconds: Math.ceil((expiresAt.getTime() - Date.now()) / 1000),
    });
  }
  return signedUrl(app, 'GET', `/objects/${key}`, { name: fileName }, expiresAt);
}

/** A picture of a dataset at 192 pixels, made when it is first looked at. */
export async function thumbnailUrl(app: App, datasetId: string, sha256: string): Promise<string> {
  return signedUrl(app, 'GET', `/thumbnails/${datasetId}/${sha256}`, {}, endOfNextHour());
}
