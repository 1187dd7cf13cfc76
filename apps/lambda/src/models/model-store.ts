import { createPrefixPool } from '@graft/core/predict';
import type { Config } from '../config.js';
import type { Storages } from '../storages.js';
import type { Telemetry } from '../telemetry.js';
import type { AnswerOptions, PictureAnswer } from './answering-model.js';
import { createFileCache } from './file-cache.js';
import { type FollowedModel, followModel } from './followed-model.js';
import { type LoadedModel, type ModelVersion, openModel, resolveModel } from './loaded-model.js';
import { ModelNotReadyError } from './model-not-ready.js';
import type { ModelPlace } from './model-place.js';

/** The models of one warm function: each loaded once, those used longest ago leave when room is needed. */
export interface ModelStore {
  /** @throws ModelNotReadyError when the model cannot be loaded now; the next call tries again. */
  predict(place: ModelPlace, picture: Uint8Array, options: AnswerOptions): Promise<Prediction>;
  /** Loads the model unless it is there. @throws ModelNotReadyError. */
  load(place: ModelPlace): Promise<Pick<LoadedModel, 'task' | 'labels' | 'version'>>;
  readonly size: number;
  /** What all of them take together, about. */
  readonly bytes: number;
}

export type Prediction = PictureAnswer & { readonly model: ModelVersion };

export function createModelStore(config: Config, storages: Storages, telemetry: Telemetry): ModelStore {
  /** By the place's text, used longest ago first. */
  const followed = new Map<string, FollowedModel>();
  const prefixes = createPrefixPool();
  const cache = createFileCache(config.cacheFolder, config.cacheBytes);

  function follow(place: ModelPlace): FollowedModel {
    const storage = storages.at(place.root);
    return followModel({
      maxAgeMs: 'alias' in place.target ? config.aliasMs : undefined,
      resolve: () => resolveModel(storage, place),
      open: (model) => telemetry.timed('ModelLoadTime', () => openModel(storage, model, { prefixes, cache })),
      onReplaced: (previous, model) =>
        telemetry.info('model replaced', { place: place.text, from: previous.version, to: model.version }),
      onRefreshFailed: (error) => {
        telemetry.count('ModelRefreshFailed');
        telemetry.error('a new model cannot be used; the one before it answers on', error, {
          place: place.text,
        });
      },
    });
  }

  async function modelAt(place: ModelPlace): Promise<LoadedModel> {
    const entry = followed.get(place.text) ?? follow(place);
    followed.delete(place.text);
    followed.set(place.text, entry);
    try {
      return await entry.current();
    } catch (cause) {
      telemetry.count('ModelLoadFailed');
      telemetry.error('the model cannot be loaded', cause, { place: place.text });
      if (!entry.loaded && followed.get(place.text) === entry) followed.delete(place.text);
      throw new ModelNotReadyError(cause);
    }
  }

  const bytes = () =>
    [...followed.values()].reduce((sum, { loaded }) => sum + (loaded?.bytes ?? 0), prefixes.bytes);

  /** The one used last stays, however large. */
  function makeRoom(): void {
    for (const [text, entry] of [...followed].slice(0, -1)) {
      if (bytes() <= config.modelBytes) return;
      if (!entry.loaded) continue;
      followed.delete(text);
      entry.letGo();
    }
  }

  return {
    async predict(place, picture, options) {
      const model = await modelAt(place);
      try {
        return { ...(await model.answer(picture, options)), model: model.version };
      } finally {
        makeRoom();
      }
    },
    load: modelAt,
    get size() {
      return [...followed.values()].filter(({ loaded }) => loaded).length;
    },
    get bytes() {
      return bytes();
    },
  };
}
