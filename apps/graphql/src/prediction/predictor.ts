import { GraphQLError } from 'graphql';
import type { App } from '../app.js';
import { traced } from '../server/tracing.js';
import { type Batcher, createBatcher } from './batcher.js';
import { createExplainer } from './explain.js';
import { createModelCache } from './model-cache.js';
import type { PictureAnswer, PredictionOptions, Predictor, StoredModel } from './types.js';

const BATCHES = { maxBatch: 32, atOnce: 2 };
/** More pictures than this would wait for longer than anybody does. */
const MAX_PENDING = 4000;

export function createPredictor(app: Pick<App, 'storage' | 'metrics' | 'config'>): Predictor {
  const cache = createModelCache(app);
  const batchers = new Map<string, Batcher<Uint8Array, PictureAnswer>>();
  let pending = 0;

  function batcherFor(
    model: StoredModel,
    options: Required<PredictionOptions>,
  ): Batcher<Uint8Array, PictureAnswer> {
    const key = batchKey(model, options);
    const known = batchers.get(key);
    if (known) return known;
    const batcher = createBatcher<Uint8Array, PictureAnswer>(BATCHES, (pictures) =>
      traced('predict batch', { model: model.id, pictures: pictures.length }, () =>
        cache.with(model, async (loaded) => {
          const end = app.metrics.pictureSeconds.startTimer();
          const answers = await loaded.answerEach(pictures, options);
          end();
          app.metrics.picturesPredicted.inc(pictures.length);
          return answers;
        }),
      ),
    );
    batchers.set(key, batcher);
    return batcher;
  }

  return {
    async predict(model, pictures, { abstain = false, views = 1 } = {}) {
      // Each view costs what a picture costs.
      const work = pictures.length * views;
      if (pending + work > MAX_PENDING) throw overloaded();
      pending += work;
      const options = { abstain, views };
      const batcher = batcherFor(model, options);
      try {
        return await Promise.all(pictures.map((picture) => batcher.add(picture)));
      } finally {
        pending -= work;
        if (batcher.pending === 0) batchers.delete(batchKey(model, options));
      }
    },
    explain: createExplainer(cache),
    dispose: () => cache.dispose(),
  };
}

/** Answers of one batch are of one kind. */
function batchKey({ id }: StoredModel, { abstain, views }: Required<PredictionOptions>): string {
  return `${id} ${abstain} ${views}`;
}

function overloaded(): GraphQLError {
  return new GraphQLError(`More than ${MAX_PENDING} pictures are waiting. Try again in a few seconds.`, {
    extensions: { code: 'OVERLOADED', http: { status: 503 } },
  });
}
