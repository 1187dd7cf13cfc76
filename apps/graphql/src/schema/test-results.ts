import type { PredictedSample } from '@graft/core';
import { heatMapUrl } from '../files/model-urls.js';
import type { ModelRow } from '../models/find-model.js';
import { type SeenPicture, seenPictures } from '../models/seen-pictures.js';
import { confidence, testResults } from '../models/test-results.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';
import { page } from './page.js';
import { SeenPictureType } from './seen-picture.js';

type Similar = NonNullable<PredictedSample['neighbours']>[number] & { readonly picture: SeenPicture };

const SimilarPictureType = builder.objectRef<Similar>('SimilarPicture').implement({
  description: 'A training picture that resembles another picture.',
  fields: (t) => ({
    name: t.exposeString('id', { description: 'Its name in the dataset.' }),
    label: t.exposeString('label', { description: 'Its label when the model was trained.' }),
    similarity: t.exposeFloat('similarity', {
      description: 'Cosine of the backbone’s features, in [-1, 1].',
    }),
    picture: t.field({
      type: SeenPictureType,
      description: 'To be looked at.',
      resolve: ({ picture }) => picture,
    }),
  }),
});

interface Result {
  readonly position: number;
  readonly model: ModelRow;
  readonly sample: PredictedSample;
  readonly picture: SeenPicture;
  readonly neighbours: readonly Similar[];
}

const TestResultType = builder.objectRef<Result>('TestResult').implement({
  description: 'What a model answered about one of its test pictures.',
  fields: (t) => ({
    name: t.string({ description: 'The picture’s name in the dataset.', resolve: ({ sample }) => sample.id }),
    actual: t.string({
      description: 'Its own label when the model was trained.',
      resolve: ({ sample }) => sample.actual,
    }),
    predicted: t.string({ description: 'The answer.', resolve: ({ sample }) => sample.predicted }),
    probability: t.float({
      description: 'Of the answer, in [0, 1].',
      resolve: ({ sample }) => confidence(sample),
    }),
    actualProbability: t.float({
      description: 'Of its own label, in [0, 1].',
      resolve: ({ sample, model }) => sample.probabilities[model.manifest.labels.indexOf(sample.actual)] ?? 0,
    }),
    picture: t.field({
      type: SeenPictureType,
      description: 'To be looked at.',
      resolve: ({ picture }) => picture,
    }),
    neighbours: t.field({
      type: [SimilarPictureType],
      description:
        'The training pictures most similar to it, most similar first; empty where they were not looked up.',
      resolve: ({ neighbours }) => [...neighbours],
    }),
    heatMapUrl: t.string({
      nullable: true,
      description:
        'The picture with what speaks for a label in red, WebP, for an hour or two; drawn when it is first opened, which takes seconds. Null when the dataset was deleted.',
      args: { label: t.arg.string({ description: 'One of the model’s; default: the answer.' }) },
      resolve: ({ model, sample, picture: { sha256 } }, { label }, { app }) => {
        const index = model.manifest.labels.indexOf(label ?? sample.predicted);
        return sha256 && index >= 0 ? heatMapUrl(app, model, sha256, index) : null;
      },
    }),
  }),
});

builder.objectField(ModelType, 'testResults', (t) =>
  t.connection({
    type: TestResultType,
    nullable: true,
    description:
      'What it answered picture by picture: mistakes first, the surest first, then right answers, the least sure first. Null for a model of an older Graft and of another task than `SINGLE_LABEL`.',
    args: {
      actual: t.arg.string({ description: 'Pictures of this label only.' }),
      predicted: t.arg.string({ description: 'Pictures that were given this label only.' }),
      wrong: t.arg.boolean({ description: 'True: mistakes only; false: right answers only.' }),
    },
    resolve: async (model, { actual, predicted, wrong, ...args }, { app }) => {
      const samples = await testResults(app, model, { actual, predicted, wrong });
      if (!samples) return null;
      return page<Result>(
        args,
        ([position]) => /^\d{1,9}$/.test(position ?? ''),
        ({ position }) => [String(position)],
        async ({ after, before, limit, inverted }) => {
          const start = after ? Number(after[0]) + 1 : 0;
          const end = before ? Number(before[0]) : samples.length;
          const positions = inverted
            ? range(Math.max(start, end - limit), end).reverse()
            : range(start, Math.min(end, start + limit));
          return withPictures(app, model, samples, positions);
        },
      );
    },
  }),
);

/** Of all of them and their neighbours at once, not one by one. */
async function withPictures(
  app: Parameters<typeof seenPictures>[0],
  model: ModelRow,
  samples: readonly PredictedSample[],
  positions: readonly number[],
): Promise<Result[]> {
  const chosen = positions.flatMap((position) => samples[position] ?? []);
  const near = chosen.flatMap(({ neighbours = [] }) => neighbours);
  const seen = await seenPictures(
    app,
    model,
    [...chosen, ...near].map(({ id }) => id),
  );
  const ofNear = seen.slice(chosen.length).values();
  return chosen.map((sample, i) => ({
    position: positions[i]!,
    model,
    sample,
    picture: seen[i]!,
    neighbours: (sample.neighbours ?? []).map((each) => ({ ...each, picture: ofNear.next().value! })),
  }));
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}
