import { BundleError } from '@graft/core/predict';
import type { Storage } from '@graft/core/storage';
import { z } from 'zod';

/** What the service writes to `aliases/<name>@<alias>.json` when somebody promotes a model. */
const aliasFile = z.object({ model: z.string(), version: z.number(), prefix: z.string() });

export type AliasFile = z.infer<typeof aliasFile>;

/** @throws StorageError; BundleError `BUNDLE_ALIAS` when the file is none. */
export async function readAlias(storage: Storage, name: string, alias: string): Promise<AliasFile> {
  const key = `aliases/${name}@${alias}.json`;
  const bytes = await storage.read(key);
  try {
    return aliasFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new BundleError(
      'BUNDLE_ALIAS',
      `${key} in ${storage.description} is no alias: expected JSON with model, version and prefix. Promote the model again.`,
      { cause, details: { file: key } },
    );
  }
}
