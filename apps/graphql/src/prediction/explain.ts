import { drawHeatMap, occlusionMap } from '@graft/core';
import type { ModelCache } from './model-cache.js';
import type { StoredModel } from './types.js';

/**
 * Draws where in a picture a model sees a label. One after the other: each asks the model some two hundred times, and whoever
 * wants a prediction meanwhile should not wait for more than one of them.
 *
 * @returns WebP. Throws as `occlusionMap` does.
 */
export function createExplainer(cache: ModelCache) {
  let last: Promise<unknown> = Promise.resolve();
  return (model: StoredModel, picture: Uint8Array, label: string): Promise<Uint8Array> => {
    const drawn = last.then(() =>
      cache.with(model, async (loaded) => {
        const map = await occlusionMap(loaded, picture, label);
        return drawHeatMap(picture, map, { resize: loaded.manifest.preprocessing.resize, format: 'webp' });
      }),
    );
    last = drawn.catch(() => undefined);
    return drawn;
  };
}
