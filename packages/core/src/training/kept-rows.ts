import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** For tests: rows in a feature cache that hold EfficientNet-Lite0's vector, 1,152 + 1,280 float32 and a checksum. */
export async function keptRows(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const rows = names.filter((name) => name.endsWith('.rows'));
  const sizes = await Promise.all(rows.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((a, b) => a + b, 0) / (2432 * 4 + 4);
}
