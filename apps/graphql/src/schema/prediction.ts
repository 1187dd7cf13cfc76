import { GraftError, type LabelProbability, OptionError, type RegressionAnswer } from '@graft/core';
import type { Answer, PictureAnswer } from '../prediction/types.js';
import { builder } from './builder.js';
import { type UserError, UserErrorType } from './mutation.js';

const PredictionLabel = builder.objectRef<LabelProbability>('PredictionLabel').implement({
  description: 'A label and how probable it is.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'One of the model’s labels.' }),
    probability: t.exposeFloat('probability', {
      description:
        'In [0, 1]; all labels together give 1, but of a model of several labels a picture, where each is a question of its own.',
    }),
  }),
});

const PredictedValue = builder.objectRef<RegressionAnswer['values'][number]>('PredictedValue').implement({
  description: 'A number that a regression gives a picture.',
  fields: (t) => ({
    target: t.exposeString('target', { description: 'One of the model’s `targets`.' }),
    value: t.exposeFloat('value', { description: 'In the unit that it was learned in.' }),
  }),
});

interface Prediction {
  readonly labels: readonly LabelProbability[];
  readonly mostProbable: readonly LabelProbability[];
  readonly values: RegressionAnswer['values'];
  readonly error: UserError | null;
}

export const PredictionType = builder.objectRef<Prediction>('Prediction').implement({
  description: 'What a model says about one picture; which fields hold it depends on the model’s `task`.',
  fields: (t) => ({
    label: t.string({
      nullable: true,
      description:
        'The most probable of `labels`; null where there is an error, and where the model says no label.',
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
        '`SINGLE_LABEL`: the most probable labels, at most `topK`. `MULTI_LABEL`: every label over its threshold, however many; empty where none is. Most probable first; empty for `REGRESSION` and where there is an error.',
      resolve: ({ labels }) => [...labels],
    }),
    mostProbable: t.field({
      type: [PredictionLabel],
      description:
        'The most probable labels, at most `topK`, whether the model says them or not, most probable first; for `SINGLE_LABEL` the same as `labels`.',
      resolve: ({ mostProbable }) => [...mostProbable],
    }),
    values: t.field({
      type: [PredictedValue],
      description: '`REGRESSION`: a number for each target, in their order; empty for other tasks.',
      resolve: ({ values }) => [...values],
    }),
    error: t.field({
      type: UserErrorType,
      nullable: true,
      description: 'Why there is no answer on this picture; the others have theirs.',
      resolve: ({ error }) => error,
    }),
  }),
});

const NOTHING = { labels: [], mostProbable: [], values: [], error: null };

/** @param index of the picture among those of the call. */
export function predictionOf(answer: PictureAnswer | GraftError, topK: number, index: number): Prediction {
  if (!(answer instanceof GraftError)) return { ...NOTHING, ...saidBy(answer, topK) };
  const { code, message } = answer;
  return { ...NOTHING, error: { code, message, field: ['input', 'images', String(index)] } };
}

function saidBy(answer: Answer, topK: number): Partial<Prediction> {
  switch (answer.task) {
    case 'single-label': {
      const labels = answer.labels.slice(0, topK);
      return { labels, mostProbable: labels };
    }
    case 'multi-label':
      return { labels: answer.labels, mostProbable: answer.all.slice(0, topK) };
    case 'regression':
      return { values: answer.values };
  }
}

// Pothos keeps the type arguments of its builder inside the builder: they are read back from it here.
type InputBuilder = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** Fields that `predict` and `predictDataset` share. */
export function predictionFields(t: InputBuilder) {
  return {
    topK: t.int({
      defaultValue: 5,
      description:
        'Labels per picture; default 5. Of several labels a picture, those that apply are all given.',
    }),
    views: t.int({
      defaultValue: 1,
      description:
        'Test-time augmentation: the mean of what the model says of the picture and of this many less one variations of it, of the kind that it was trained on, else mirrored, slightly nearer, brighter or darker. 1 to 64; default 1: the picture alone. Takes so many times as long.',
    }),
  };
}

/** As many views as core takes. */
const MOST_VIEWS = 64;

/** @throws OptionError `OPTION_INVALID`. */
export function checkedPredictionOptions(options: { topK?: number | null; views?: number | null }): {
  topK: number;
  views: number;
} {
  const topK = options.topK ?? 5;
  const views = options.views ?? 1;
  if (topK < 1) throw invalid('topK', topK, 'at least 1');
  if (views < 1 || views > MOST_VIEWS) throw invalid('views', views, `1 to ${MOST_VIEWS}`);
  return { topK, views };
}

function invalid(field: string, value: number, expected: string): OptionError {
  return new OptionError('OPTION_INVALID', `${field} is ${value}; expected ${expected}.`, {
    details: { field },
  });
}
