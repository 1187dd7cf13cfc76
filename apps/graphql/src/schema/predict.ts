import { GraftError, type LabelProbability, OptionError } from '@graft/core';
import { findModel } from '../models/find-model.js';
import { readImages } from '../prediction/read-images.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';
import { mutation, type UserError, UserErrorType } from './mutation.js';

const ImageInput = builder.inputType('ImageInput', {
  description: 'One picture: JPEG, PNG, WebP, AVIF, GIF or TIFF.',
  isOneOf: true,
  fields: (t) => ({
    base64: t.string({ description: 'Its bytes in base64, also as a data URL.' }),
    url: t.string({
      description: 'A public http or https address that it is fetched from; private addresses are refused.',
    }),
  }),
});

const PredictionLabel = builder.objectRef<LabelProbability>('PredictionLabel').implement({
  description: 'A label and how probable it is.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'One of the model’s labels.' }),
    probability: t.exposeFloat('probability', { description: 'In [0, 1]; all labels together give 1.' }),
  }),
});

interface Prediction {
  readonly labels: readonly LabelProbability[];
  readonly error: UserError | null;
}

const PredictionType = builder.objectRef<Prediction>('Prediction').implement({
  description: 'What a model says about one picture.',
  fields: (t) => ({
    label: t.string({
      nullable: true,
      description: 'The most probable label; null where there is an error.',
      resolve: ({ labels }) => labels[0]?.label ?? null,
    }),
    unknown: t.boolean({
      description:
        'Whether the picture resembles no label enough, or two of them about equally; only with `abstain`, else false.',
      resolve: ({ labels }) => labels[0]?.unknown ?? false,
    }),
    labels: t.field({
      type: [PredictionLabel],
      description:
        'The most probable labels, at most `topK`, most probable first; empty where there is an error.',
      resolve: ({ labels }) => [...labels],
    }),
    error: t.field({
      type: UserErrorType,
      nullable: true,
      description: 'Why there is no answer on this picture; the others have theirs.',
      resolve: ({ error }) => error,
    }),
  }),
});

interface Timings {
  readonly reading: number;
  readonly predicting: number;
}

const TimingsType = builder.objectRef<Timings>('PredictionTimings').implement({
  description: 'Where the time went, in milliseconds.',
  fields: (t) => ({
    readingMs: t.exposeFloat('reading', { description: 'Fetching and decoding base64.' }),
    predictingMs: t.exposeFloat('predicting', {
      description: 'Decoding pictures and computing, with any wait for a batch before.',
    }),
  }),
});

mutation('predict', {
  description:
    'Asks a model about pictures. Those of one call are one batch, and calls that come together share one.',
  scope: 'predict',
  input: (t) => ({
    model: t.string({
      required: true,
      description: '`name@alias`, `name:version`, `name` (its newest version) or an id.',
    }),
    images: t.field({ type: [ImageInput], required: true, description: 'The pictures.' }),
    topK: t.int({ defaultValue: 5, description: 'Labels per picture; default 5.' }),
    abstain: t.boolean({
      defaultValue: false,
      description:
        'Say of pictures unlike those trained on that they are `unknown`; default false. Refused where the model’s `canAbstain` is false.',
    }),
  }),
  resolve: async ({ model: ref, images, topK, abstain }, { app }) => {
    const count = topK ?? 5;
    if (count < 1) {
      throw new OptionError('OPTION_INVALID', `topK is ${count}; expected at least 1.`, {
        details: { field: 'topK' },
      });
    }
    const model = await findModel(app, ref);
    const startedMs = performance.now();
    const pictures = await readImages(app, images);
    const readMs = performance.now();
    const readable = pictures.filter((picture): picture is Uint8Array => !(picture instanceof GraftError));
    const answers = (await app.predictor.predict(model, readable, { abstain: abstain ?? false })).values();
    const predictions = pictures.map((picture, i): Prediction => {
      const answer = picture instanceof GraftError ? picture : answers.next().value!;
      if (!(answer instanceof GraftError)) return { labels: answer.slice(0, count), error: null };
      const { code, message } = answer;
      return { labels: [], error: { code, message, field: ['input', 'images', String(i)] } };
    });
    const timings: Timings = { reading: readMs - startedMs, predicting: performance.now() - readMs };
    return { model, predictions, timings };
  },
  payload: (t) => ({
    model: t.field({
      type: ModelType,
      nullable: true,
      description: 'The very version that answered.',
      resolve: ({ model }) => model,
    }),
    predictions: t.field({
      type: [PredictionType],
      nullable: true,
      description: 'One per picture, in order.',
      resolve: ({ predictions }) => predictions,
    }),
    timings: t.field({
      type: TimingsType,
      nullable: true,
      description: 'Where the time went.',
      resolve: ({ timings }) => timings,
    }),
  }),
});
