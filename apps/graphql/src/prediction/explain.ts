import { drawHeatMap, OptionError, occlusionMap } from '@graft/core';
import type { ModelCache } from './model-cache.js';
import type { StoredModel } from './types.js';

/**
 * Draws where in a picture a model sees a label. One after the other: each asks the model some two hundred times, and whoever
 * wants a prediction meanwhile should not wait for more than one of them.
 *
 * @returns WebP. @throws OptionError for a model of another task than one label a picture; what `occlusionMap` throws.
 */
export function createExplainer(cache: ModelCache) {
  let last: Promise<unknown> = Promise.resolve();
  return (model: StoredModel, picture: Uint8Array, label: string): Promise<Uint8Array> => {
    const drawn = last.then(() =>
      cache.with(model, async ({ classifier }) => {
        if (!classifier) throw noLabel();
        const map = await occlusionMap(classifier, picture, label);
        const { resize } = classifier.manifest.preprocessing;
        return drawHeatMap(picture, map, { resize, format: 'webp' });
      }),
    );
    last = drawn.catch(() => undefined);
    return drawn;
  };
}

function noLabel(): OptionError {
  return new OptionError('MODEL_TASK', 'Heat maps are drawn for models that give each picture one label.');
}
