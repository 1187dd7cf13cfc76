import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files by their SHA-256 in a folder that never holds more than it may. */
export interface FileCache {
  /** @returns the bytes that the hash names, or undefined: a damaged file is removed. */
  read(sha256: string): Promise<Uint8Array | undefined>;
  /**
   * Keeps bytes, which must be what the hash says; makes room by removing the files used longest ago. Never throws.
   */
  write(sha256: string, bytes: Uint8Array): Promise<void>;
}

const NAME = /^[0-9a-f]{64}$/;

/**
 * A file comes into its place whole, by a move. The folder outlives the process where Lambda starts the runtime anew in
 * the same sandbox, after a crash or a call that ran out of time.
 *
 * @param maxBytes 0 keeps nothing.
 */
export function createFileCache(folder: string, maxBytes: number): FileCache {
  /** Sizes, used longest ago first. */
  const files = scan(folder);
  /** One at a time: two that come at once must not both take the last room. */
  let writing = Promise.resolve();
  const pathOf = (sha256: string) => join(folder, sha256);

  async function makeRoom(known: Map<string, number>, bytes: number): Promise<void> {
    let total = bytes + [...known.values()].reduce((sum, size) => sum + size, 0);
    for (const [name, size] of known) {
      if (total <= maxBytes) return;
      known.delete(name);
      total -= size;
      await rm(pathOf(name), { force: true });
    }
  }

  async function keep(sha256: string, bytes: Uint8Array): Promise<void> {
    const known = await files;
    if (bytes.length > maxBytes || known.has(sha256)) return;
    const partial = join(folder, `.${randomUUID()}`);
    try {
      await makeRoom(known, bytes.length);
      await mkdir(folder, { recursive: true });
      await writeFile(partial, bytes);
      await rename(partial, pathOf(sha256));
      known.set(sha256, bytes.length);
    } catch {
      // A full or read-only disk costs speed later, no answer now.
      await rm(partial, { force: true }).catch(() => undefined);
    }
  }

  return {
    async read(sha256) {
      const known = await files;
      const size = known.get(sha256);
      if (size === undefined) return undefined;
      const bytes = await readFile(pathOf(sha256)).catch(() => undefined);
      known.delete(sha256);
      if (!bytes || hashOf(bytes) !== sha256) {
        await rm(pathOf(sha256), { force: true });
        return undefined;
      }
      known.set(sha256, size);
      await utimes(pathOf(sha256), new Date(), new Date()).catch(() => undefined);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    write(sha256, bytes) {
      writing = writing.then(() => keep(sha256, bytes));
      return writing;
    },
  };
}

/** What an earlier process left; half-written files go. */
async function scan(folder: string): Promise<Map<string, number>> {
  const names = await readdir(folder).catch(() => []);
  const found: { name: string; size: number; usedMs: number }[] = [];
  for (const name of names) {
    if (!NAME.test(name)) await rm(join(folder, name), { recursive: true, force: true });
    else {
      const { size, mtimeMs } = await stat(join(folder, name));
      found.push({ name, size, usedMs: mtimeMs });
    }
  }
  found.sort((a, b) => a.usedMs - b.usedMs);
  return new Map(found.map(({ name, size }) => [name, size]));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
