import { GraftError } from '@graft/core';
import { findModel } from '../models/find-model.js';
import { readImages } from '../prediction/read-images.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';
import { mutation } from './mutation.js';
import { checkedPredictionOptions, PredictionType, predictionFields, predictionOf } from './prediction.js';

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
    ...predictionFields(t),
    abstain: t.boolean({
      defaultValue: false,
      description:
        'Say of pictures unlike those trained on that they are `unknown`; default false. Refused where the model’s `canAbstain` is false.',
    }),
  }),
  resolve: async ({ model: ref, images, abstain, ...asked }, { app }) => {
    const { topK, views } = checkedPredictionOptions(asked);
    const model = await findModel(app, ref);
    const startedMs = performance.now();
    const pictures = await readImages(app, images);
    const readMs = performance.now();
    const readable = pictures.filter((picture): picture is Uint8Array => !(picture instanceof GraftError));
    const options = { abstain: abstain ?? false, views };
    const answers = (await app.predictor.predict(model, readable, options)).values();
    const predictions = pictures.map((picture, i) =>
      predictionOf(picture instanceof GraftError ? picture : answers.next().value!, topK, i),
    );
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
