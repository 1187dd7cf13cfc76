import { type AnyManifest, fileStorage, OptionError, readAnyBundle, type Storage } from '@graft/core';
import { z } from 'zod';
import type { App, Principal } from '../app.js';
import { allowedPath } from '../datasets/allowed-path.js';
import { checkImportPrefix } from '../datasets/sources/prefix.js';
import { createJob, findEarlierJob } from '../jobs/create-job.js';
import type { JobHandler, JobRow } from '../jobs/job-handler.js';
import { modelPrefix } from '../jobs/job-storage.js';
import { checkModelName } from './model-name.js';

/** `input` of a job of kind `MODEL_IMPORT`. */
const importInput = z.object({
  /** Of the model. */
  name: z.string(),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('folder'), path: z.string() }),
    z.object({ type: z.literal('prefix'), prefix: z.string() }),
  ]),
});
type Source = z.infer<typeof importInput>['source'];

export interface ModelImportRequest {
  readonly name: string;
  /** Exactly one of them. */
  readonly from: { readonly folder?: string | null; readonly storagePrefix?: string | null };
  readonly idempotencyKey?: string | null;
}

const MANIFEST = 'model.json';

/**
 * Queues the import of a saved model, of any task, as `graft train --out` or a download of the service has it.
 *
 * @throws OptionError `OPTION_INVALID`, `PATH_NOT_ALLOWED`. @throws BundleError `BUNDLE_NOT_FOUND` and the like, of its facts.
 */
export async function startModelImport(
  app: App,
  principal: Principal,
  { name, from, idempotencyKey }: ModelImportRequest,
): Promise<JobRow> {
  const call = { kind: 'MODEL_IMPORT', request: { name, from }, idempotencyKey } as const;
  const earlier = await findEarlierJob(app, principal, call);
  if (earlier) return earlier;
  checkModelName(name);
  const source: Source =
    from.folder != null
      ? { type: 'folder', path: await allowedPath(app.config.datasetRoots, from.folder, 'from.folder') }
      : { type: 'prefix', prefix: checkImportPrefix(from.storagePrefix ?? '', 'from.storagePrefix') };
  if (!(await openSource(app, source).exists(MANIFEST))) {
    const field = source.type === 'folder' ? 'from.folder' : 'from.storagePrefix';
    throw new OptionError(
      'BUNDLE_NOT_FOUND',
      `There is no saved model at ${from.folder ?? from.storagePrefix}: expected ${MANIFEST} there.`,
      { details: { field } },
    );
  }
  return createJob(app, principal, { ...call, input: { name, source } });
}

/** Checks every byte of the model, then copies it. */
export const importModel: JobHandler = async (app, { row, report }) => {
  const { name, source } = importInput.parse(row.input);
  await report({ type: 'stage', stage: 'saving', message: 'Checking the model' });
  const from = openSource(app, source);
  const { manifest } = await readAnyBundle(from, '');
  const storagePrefix = modelPrefix(row);
  await report({ type: 'stage', stage: 'saving', message: 'Copying the model' });
  await copyBundle(from, manifest, app.storage, storagePrefix);
  return { model: { name, storagePrefix, manifest } };
};

/** The model's folder as a storage of its own; errors name it as its owner does. */
function openSource({ storage }: Pick<App, 'storage'>, source: Source) {
  if (source.type === 'folder') return { ...fileStorage(source.path), description: 'that folder' };
  const { prefix } = source;
  return {
    ...storage,
    description: prefix,
    read: (key: string) => storage.read(prefix + key),
    readStream: (key: string) => storage.readStream(prefix + key),
    exists: (key: string) => storage.exists(prefix + key),
  };
}

/** Frozen parts first, which models share, and `model.json` last: until that is there, nobody takes it for a model. */
async function copyBundle(from: Storage, { prefix, files }: AnyManifest, to: Storage, place: string) {
  const { sha256, onnxSha256 } = prefix;
  const shared = [sha256 && `prefixes/${sha256}.safetensors`, onnxSha256 && `prefixes/${onnxSha256}.onnx`];
  for (const key of shared) if (key) await to.writeStream(key, await from.readStream(key));
  for (const file of [...Object.keys(files), MANIFEST]) {
    await to.writeStream(`${place}/${file}`, await from.readStream(file));
  }
}
