import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ErrorFromChild, type ExportFormat } from '@graft/core';
import type { App } from '../app.js';
import { objectUrl } from '../files/object-url.js';
import { archiveOf } from './archive-model.js';
import type { ModelRow } from './find-model.js';

/** What the child is told, and what it answers with. */
export interface ExportJob {
  /** As `GRAFT_STORAGE`. */
  readonly storage: string;
  readonly endpoint: string | undefined;
  readonly prefix: string;
  readonly format: ExportFormat;
  readonly float16: boolean;
  /** File to write; a zip where the format is a folder. */
  readonly out: string;
}
export type ExportAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly error: ConstructorParameters<typeof ErrorFromChild>[0] & { message: string };
    };

const underWay = new Map<string, Promise<void>>();

/** `graft`: the saved model itself. */
export type DownloadFormat = ExportFormat | 'graft';

/**
 * A model as one file in storage that is made when it is first asked for: in a format of somebody else's, or as it is.
 *
 * @returns a URL to download it from.
 * @throws what core's `exportModel` throws.
 */
export async function exportedModel(
  app: App,
  model: ModelRow,
  format: DownloadFormat,
  float16: boolean,
): Promise<string> {
  const extension = format === 'onnx' ? 'onnx' : format === 'keras' ? 'keras' : 'zip';
  const key = `${model.storage_prefix}/exports/${format}${float16 ? '-float16' : ''}.${extension}`;
  if (!(await app.storage.exists(key))) {
    const making = underWay.get(key) ?? make(app, model, format, float16, key);
    underWay.set(key, making);
    await making.finally(() => underWay.delete(key));
  }
  return objectUrl(app, key, `${model.name}-${model.version}-${format}.${extension}`);
}

async function make(app: App, model: ModelRow, format: DownloadFormat, float16: boolean, key: string) {
  const { config, storage } = app;
  if (format === 'graft') return storage.writeStream(key, archiveOf(app, model));
  const folder = await mkdtemp(join(tmpdir(), 'graft-export-'));
  try {
    const out = join(folder, randomUUID());
    await runChild({
      storage: config.storage,
      endpoint: config.s3Endpoint,
      prefix: model.storage_prefix,
      format,
      float16,
      out,
    });
    await storage.writeStream(key, createReadStream(out));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: TensorFlow would hold up everybody's requests meanwhile. */
function runChild(job: ExportJob): Promise<void> {
  // The compiled file also when this one runs from source: a child of Node cannot run TypeScript on every version.
  const script = fileURLToPath(new URL('../../dist/models/export-child.js', import.meta.url));
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (answer: ExportAnswer) => {
      if (answer.ok) resolve();
      else reject(new ErrorFromChild(answer.error, answer.error.message));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The export ended early (${signal ?? `exit code ${code}`}).`)),
    );
    child.send(job);
  });
}
