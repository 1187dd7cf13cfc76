import { createHash } from 'node:crypto';

/** SHA-256 of the parts in order, lower-case hex. Strings are separated, so ('a', 'b') and ('ab') differ. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
    if (typeof part === 'string') hash.update('\u0000');
  }
  return hash.digest('hex');
}
