import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** @param {string} zip @param {string} folder */
export function unzipTo(zip, folder) {
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
