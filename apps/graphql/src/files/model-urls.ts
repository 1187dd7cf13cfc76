import type { App } from '../app.js';
import type { ModelRow } from '../models/find-model.js';
import { endOfNextHour, signedUrl } from './signed-url.js';

/** The picture under a map of what speaks for a label; see `heatMap`. @param label its index. */
export function heatMapUrl(app: App, { id }: ModelRow, sha256: string, label: number): Promise<string> {
  return signedUrl(app, 'GET', `/heat-maps/${id}/${sha256}/${label}`, {}, endOfNextHour());
}

/** The model's `report.html`, to be opened; undefined where it was saved without. */
export async function reportUrl(app: App, { id, manifest }: ModelRow): Promise<string | undefined> {
  if (!manifest.files['report.html']) return undefined;
  return signedUrl(app, 'GET', `/reports/${id}`, {}, endOfNextHour());
}
