import { sha256 } from '../hash.js';
import type { Manifest } from './manifest.js';

export const MANIFEST_FILE = 'model.json';

/** Key of one of a model's own files. */
export function bundleKey(prefix: string, file: string): string {
  return prefix === '' ? file : `${prefix}/${file}`;
}

/** Key of a frozen network, shared by every model in the storage. */
export function prefixKey(hash: string): string {
  return `prefixes/${hash}.safetensors`;
}

/**
 * The one way to write a manifest: indented JSON whose last field is the SHA-256 of the rest. A reader writes what it has
 * read again and compares, so not even a space can change unnoticed.
 */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const facts = JSON.parse(JSON.stringify(manifest)) as Manifest;
  const hash = sha256(JSON.stringify(facts));
  return new TextEncoder().encode(`${JSON.stringify({ ...facts, sha256: hash }, undefined, 2)}\n`);
}
