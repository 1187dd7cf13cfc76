import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportModel, GraftError } from '@graft/core';
import { storageFrom } from '@graft/storage-s3';
import { zipSync } from 'fflate';
import type { ExportAnswer, ExportJob } from './export-model.js';

process.once('message', async (job: ExportJob) => {
  const answer = await run(job).then(
    (): ExportAnswer => ({ ok: true }),
    (error: unknown): ExportAnswer => ({ ok: false, error: describe(error) }),
  );
  process.send!(answer, () => process.disconnect());
});

async function run({ storage, endpoint, prefix, format, float16, out }: ExportJob): Promise<void> {
  const made = `${out}.export`;
  await exportModel(storageFrom(storage, { endpoint }), { prefix, format, float16, out: made });
  if ((await stat(made)).isFile()) return rename(made, out);
  const entries = await readdir(made, { recursive: true, withFileTypes: true });
  const files: Record<string, Uint8Array> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[path.slice(made.length + 1)] = await readFile(path);
  }
  // Weights do not get smaller.
  await writeFile(out, zipSync(files, { level: 0 }));
}

function describe(error: unknown) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof GraftError))
    return { name, code: 'EXPORT_FAILED', kind: 'failure' as const, details: {}, message };
  const { code, kind, details } = error;
  return { name, code, kind, details, message };
}
