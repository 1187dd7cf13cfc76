import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedModel, ResolvedModel } from './loaded-model.js';

/** One place's model: loaded when first asked for, and replaced when its alias points elsewhere. */
export interface FollowedModel {
  /** @throws whatever `open` throws; the next call tries again. */
  current(): Promise<LoadedModel>;
  /** The model that answers now, if there is one. */
  readonly loaded: LoadedModel | undefined;
  letGo(): void;
}

interface Following {
  /** Which bundle it is now. */
  resolve(): Promise<ResolvedModel>;
  open(model: ResolvedModel): Promise<LoadedModel>;
  /** What `resolve` says may be this old; undefined: it says the same for ever. */
  readonly maxAgeMs: number | undefined;
  onReplaced(previous: LoadedModel, model: LoadedModel): void;
  /** The model that answers stays. */
  onRefreshFailed(error: unknown): void;
}

/** A call that comes after a long pause waits this long for news; then it is answered by the model that is there. */
const PATIENCE_MS = 2000;

/**
 * Looks again when what is known is half as old as it may be, in the background; a call waits for that only when it comes
 * later than allowed. Under steady traffic nobody waits, and after a pause nobody gets an answer that is out of date. A new
 * model answers a picture of ours before it answers a caller's, and until then the old one stays.
 */
export function followModel({ resolve, open, maxAgeMs, ...told }: Following): FollowedModel {
  let loaded: LoadedModel | undefined;
  let loading: Promise<LoadedModel> | undefined;
  let refreshing: Promise<void> | undefined;
  let lookedMs = 0;
  let gone = false;

  async function load(): Promise<LoadedModel> {
    const started = performance.now();
    const model = await open(await resolve());
    if (gone) model.letGo();
    else loaded = model;
    lookedMs = started;
    return model;
  }

  async function refresh(previous: LoadedModel): Promise<void> {
    lookedMs = performance.now();
    let model: LoadedModel | undefined;
    try {
      const now = await resolve();
      if (now.prefix === previous.prefix) return;
      model = await open(now);
      await model.tryOut();
      if (gone) return model.letGo();
      loaded = model;
      previous.letGo();
      told.onReplaced(previous, model);
    } catch (error) {
      model?.letGo();
      told.onRefreshFailed(error);
    }
  }

  return {
    get loaded() {
      return loaded;
    },
    async current() {
      if (!loaded) {
        loading ??= load().finally(() => {
          loading = undefined;
        });
        return loading;
      }
      if (maxAgeMs === undefined) return loaded;
      const ageMs = performance.now() - lookedMs;
      if (ageMs >= maxAgeMs / 2) {
        refreshing ??= refresh(loaded).finally(() => {
          refreshing = undefined;
        });
        if (ageMs >= maxAgeMs) await Promise.race([refreshing, sleep(PATIENCE_MS)]);
      }
      return loaded;
    },
    letGo() {
      gone = true;
      loaded?.letGo();
    },
  };
}
