import { GraphQLError } from 'graphql';
import type { App } from '../app.js';
import { traced } from '../server/tracing.js';
import { type Batcher, createBatcher } from './batcher.js';
import { createModelCache } from './model-cache.js';
import type { PictureAnswer, Predictor, StoredModel } from './types.js';

const BATCHES = { maxBatch: 32, atOnce: 2 };
/** More pictures than this would wait for longer than anybody does. */
const MAX_PENDING = 4000;

export function createPredictor(app: Pick<App, 'storage' | 'metrics' | 'config'>): Predictor {
  const cache = createModelCache(app);
  const batchers = new Map<string, Batcher<Uint8Array, PictureAnswer>>();
  let pending = 0;

  function batcherFor(model: StoredModel): Batcher<Uint8Array, PictureAnswer> {
    const known = batchers.get(model.id);
    if (known) return known;
    const batcher = createBatcher<Uint8Array, PictureAnswer>(BATCHES, (pictures) =>
      traced('predict batch', { model: model.id, pictures: pictures.length }, () =>
        cache.with(model, async (loaded) => {
          const end = app.metrics.pictureSeconds.startTimer();
          const answers = await loaded.predictEach(pictures, { topK: loaded.labels.length });
          end();
          app.metrics.picturesPredicted.inc(pictures.length);
          return answers;
        }),
      ),
    );
    batchers.set(model.id, batcher);
    return batcher;
  }

  return {
    async predict(model, pictures) {
      if (pending + pictures.length > MAX_PENDING) throw overloaded();
      pending += pictures.length;
      const batcher = batcherFor(model);
      try {
        return await Promise.all(pictures.map((picture) => batcher.add(picture)));
      } finally {
        pending -= pictures.length;
        if (batcher.pending === 0) batchers.delete(model.id);
      }
    },
    dispose: () => cache.dispose(),
  };
}

function overloaded(): GraphQLError {
  return new GraphQLError(`More than ${MAX_PENDING} pictures are waiting. Try again in a few seconds.`, {
    extensions: { code: 'OVERLOADED', http: { status: 503 } },
  });
}
