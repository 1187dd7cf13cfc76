import type { Task } from '@graft/core';
import { z } from 'zod';
import type { App } from '../app.js';
import { openFolder, openManifestFile } from './sources/folder.js';
import { openManifestText } from './sources/manifest-text.js';
import { openPrefix } from './sources/prefix.js';
import type { OpenSource } from './sources/types.js';
import { openZip } from './sources/zip.js';

/** Where an import reads; part of a job's input, so plain JSON. Paths are real and lie below an allowed root. */
export const importSource = z.discriminatedUnion('type', [
  z.object({ type: z.literal('folder'), path: z.string() }),
  z.object({ type: z.literal('manifest-file'), path: z.string() }),
  z.object({
    type: z.literal('manifest-text'),
    text: z.string(),
    format: z.enum(['csv', 'jsonl']),
    folder: z.string(),
  }),
  z.object({ type: z.literal('prefix'), prefix: z.string() }),
  z.object({ type: z.literal('zip'), key: z.string(), name: z.string() }),
]);
export type ImportSource = z.infer<typeof importSource>;

/** @throws DatasetError, OptionError for a source that is no dataset. */
export function openSource(
  app: App,
  source: ImportSource,
  task: Task,
  signal: AbortSignal,
): Promise<OpenSource> {
  switch (source.type) {
    case 'folder':
      return openFolder(app.config.datasetRoots, source.path, task);
    case 'manifest-file':
      return openManifestFile(app.config.datasetRoots, source.path, task);
    case 'manifest-text':
      return openManifestText(app.config.datasetRoots, source, task);
    case 'prefix':
      return openPrefix(app.storage, source.prefix, task);
    case 'zip':
      return openZip(app, source, task, signal);
  }
}
