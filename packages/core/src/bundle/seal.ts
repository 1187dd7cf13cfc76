import { sha256 } from '../hash.js';

const HEADER = /^\{\n {2}"sha256": "([0-9a-f]{64})",\n$/;
const HEADER_BYTES = 2 + '  "sha256": "'.length + 64 + '",\n'.length;

/**
 * JSON whose second line holds the SHA-256 of every byte after it, so that not even a space can change unnoticed and
 * anybody can check it: `tail -n +3 model.json | sha256sum`. It tells a damaged file from a whole one; it does not tell
 * who wrote it.
 */
export function sealJson(facts: object): Uint8Array {
  const body = Buffer.from(`${JSON.stringify(facts, undefined, 2).slice('{\n'.length)}\n`);
  return new Uint8Array(Buffer.concat([Buffer.from(`{\n  "sha256": "${sha256(body)}",\n`), body]));
}

/** @returns the facts that were sealed, or undefined when these are not the bytes that `sealJson` gave. */
export function openSealedJson(bytes: Uint8Array): Record<string, unknown> | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = HEADER.exec(text.toString('latin1', 0, HEADER_BYTES));
  if (!header || sha256(text.subarray(HEADER_BYTES)) !== header[1]) return undefined;
  try {
    const { sha256: _, ...facts } = JSON.parse(text.toString('utf8')) as Record<string, unknown>;
    return facts;
  } catch {
    return undefined;
  }
}
