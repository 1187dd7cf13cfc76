import type { AnyManifest } from '../bundle/target-manifest.js';
import type { ExportFacts } from './types.js';

export function factsOf({ id, labels, preprocessing, versions }: AnyManifest): ExportFacts {
  return { id, labels, preprocessing, graft: versions.graft };
}

/** For formats whose metadata are strings: everything that is not one as JSON. */
export function asStrings(facts: ExportFacts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

export function toJson(document: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}
