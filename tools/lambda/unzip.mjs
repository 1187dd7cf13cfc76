import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** By zip and its bytes' number and date. @type {Map<string, string>} */
const unpacked = new Map();

/** Unpacks a zip into an empty folder, once for each that this process starts; gone when it ends. @param {string} zip */
export function unzip(zip) {
  const { mtimeMs, size } = statSync(zip);
  const id = `${zip} ${size} ${mtimeMs}`;
  const known = unpacked.get(id);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), 'graft-task-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  unpacked.set(id, folder);
  return folder;
}
