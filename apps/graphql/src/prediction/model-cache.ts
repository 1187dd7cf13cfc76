import { createPrefixPool } from '@graft/core';
import type { App } from '../app.js';
import { type AnsweringModel, loadAnsweringModel } from './answering-model.js';
import type { StoredModel } from './types.js';

/** Models in memory: each loaded once however many ask, those used longest ago leave when room is needed. */
export interface ModelCache {
  /** Loads the model unless it is there, and keeps it while `use` runs. @throws BundleError as `loadModel` does. */
  with<T>(model: StoredModel, use: (model: AnsweringModel) => Promise<T>): Promise<T>;
  dispose(): Promise<void>;
}

interface Entry {
  readonly loading: Promise<AnsweringModel>;
  bytes: number;
  users: number;
  lastUse: number;
}

export function createModelCache({
  storage,
  metrics,
  config,
}: Pick<App, 'storage' | 'metrics' | 'config'>): ModelCache {
  const entries = new Map<string, Entry>();
  const prefixes = createPrefixPool({ threads: true });
  let clock = 0;

  function entryOf(model: StoredModel): Entry {
    const known = entries.get(model.id);
    metrics.modelCache.inc({ result: known ? 'hit' : 'miss' });
    if (known) return known;
    const loading = loadAnsweringModel(storage, model, { prefixes });
    const entry: Entry = { loading, bytes: 0, users: 0, lastUse: 0 };
    entries.set(model.id, entry);
    loading.then(
      ({ bytes }) => {
        entry.bytes = bytes;
      },
      // A failed load is tried again by the next request.
      () => entries.delete(model.id),
    );
    return entry;
  }

  function makeRoom(): void {
    const total = () => prefixes.bytes + [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const idle = [...entries].filter(([, { users, bytes }]) => users === 0 && bytes > 0);
    idle.sort(([, a], [, b]) => a.lastUse - b.lastUse);
    for (const [id, entry] of idle) {
      if (total() <= config.limits.modelBytes) break;
      entries.delete(id);
      void entry.loading.then((model) => model.dispose());
    }
    metrics.modelsLoaded.set(entries.size);
    metrics.modelBytes.set(total());
  }

  return {
    async with(model, use) {
      const entry = entryOf(model);
      entry.users++;
      entry.lastUse = clock++;
      try {
        return await use(await entry.loading);
      } finally {
        entry.users--;
        makeRoom();
      }
    },
    async dispose() {
      for (const { loading } of entries.values())
        await loading.then((model) => model.dispose()).catch(() => {});
      entries.clear();
    },
  };
}
