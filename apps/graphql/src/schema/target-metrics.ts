import type { TargetManifest } from '@graft/core';
import type { ModelRow } from '../models/find-model.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';

type FactsOf<Task> = Extract<TargetManifest, { readonly task: Task }>['metrics'];
type MultiLabel = FactsOf<'multi-label'>;
type Regression = FactsOf<'regression'>;

const LabelMetricsType = builder.objectRef<MultiLabel['test']['perLabel'][number]>('LabelMetrics').implement({
  description: 'How well a model of several labels a picture knows one of them; all in [0, 1] but `support`.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The label.' }),
    threshold: t.exposeFloat('threshold', { description: 'From this probability on it is said.' }),
    averagePrecision: t.exposeFloat('averagePrecision', {
      description: 'Mean precision over all thresholds: how well pictures with it come before others.',
    }),
    precision: t.exposeFloat('precision', { description: 'Of the pictures given it, the part that has it.' }),
    recall: t.exposeFloat('recall', { description: 'Of the pictures with it, the part that was given it.' }),
    f1: t.exposeFloat('f1', { description: 'Harmonic mean of precision and recall.' }),
    support: t.exposeInt('support', { description: 'Pictures with it.' }),
  }),
});

const MultiLabelMetricsType = builder.objectRef<MultiLabel>('MultiLabelMetrics').implement({
  description: 'How well a model gives pictures several labels, on test pictures.',
  fields: (t) => ({
    count: t.int({ description: 'Pictures measured on.', resolve: ({ test }) => test.count }),
    subsetAccuracy: t.float({
      description: 'Part of the pictures whose labels are all right, and no other said.',
      resolve: ({ test }) => test.subsetAccuracy,
    }),
    subsetAccuracyLow: t.float({
      description: 'Lower end of its 95% interval (Wilson).',
      resolve: ({ test }) => test.interval[0],
    }),
    subsetAccuracyHigh: t.float({
      description: 'Upper end of that interval.',
      resolve: ({ test }) => test.interval[1],
    }),
    subsetAccuracyBaseline: t.float({
      description: 'Of always answering the most frequent set of labels.',
      resolve: ({ baselines }) => baselines.subsetAccuracy,
    }),
    meanAveragePrecision: t.float({
      description: 'Mean of the labels’ average precision, in [0, 1].',
      resolve: ({ test }) => test.meanAveragePrecision,
    }),
    meanAveragePrecisionBaseline: t.float({
      description: 'Of chance.',
      resolve: ({ baselines }) => baselines.meanAveragePrecision,
    }),
    hammingLoss: t.float({
      description: 'Part of all answers, label by label, that are wrong.',
      resolve: ({ test }) => test.hammingLoss,
    }),
    logLoss: t.float({
      description: 'Mean binary cross-entropy in nats.',
      resolve: ({ test }) => test.logLoss,
    }),
    macroF1: t.float({
      description: 'Mean F1 over the labels, each counting the same.',
      resolve: ({ test }) => test.macroF1,
    }),
    microF1: t.float({
      description: 'F1 of all answers together, label by label.',
      resolve: ({ test }) => test.microF1,
    }),
    perLabel: t.field({
      type: [LabelMetricsType],
      description: 'By label, in the order of `labels`.',
      resolve: ({ test }) => [...test.perLabel],
    }),
  }),
});

type Estimate = Regression['test']['perTarget'][number]['r2'];

const MeasuredValueType = builder.objectRef<Estimate>('MeasuredValue').implement({
  description: 'A number that was measured, with its 95% interval.',
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The number.' }),
    low: t.float({ description: 'Lower end of the interval.', resolve: ({ interval }) => interval[0] }),
    high: t.float({ description: 'Upper end of the interval.', resolve: ({ interval }) => interval[1] }),
  }),
});

type TargetMetrics = Regression['test']['perTarget'][number] & { readonly baseline: number };

const TargetMetricsType = builder.objectRef<TargetMetrics>('TargetMetrics').implement({
  description: 'How well a regression tells one number, in the unit of that number.',
  fields: (t) => ({
    target: t.exposeString('target', { description: 'The number’s name.' }),
    meanAbsoluteError: t.expose('meanAbsoluteError', {
      type: MeasuredValueType,
      description: 'How far answers are off on average.',
    }),
    meanAbsoluteErrorBaseline: t.exposeFloat('baseline', {
      description: 'Of always answering the mean of the training pictures.',
    }),
    rootMeanSquaredError: t.expose('rootMeanSquaredError', {
      type: MeasuredValueType,
      description: 'The same with large errors counting for more.',
    }),
    r2: t.expose('r2', {
      type: MeasuredValueType,
      description: 'Part of the variance that is explained: 1 is perfect, 0 as good as the mean.',
    }),
  }),
});

const LargestErrorType = builder
  .objectRef<Regression['test']['largestErrors'][number]>('LargestError')
  .implement({
    description: 'A test picture on which a number is far off.',
    fields: (t) => ({
      picture: t.exposeString('id', { description: 'The picture’s name in its dataset.' }),
      target: t.exposeString('target', { description: 'Which number.' }),
      actual: t.exposeFloat('actual', { description: 'What it is.' }),
      predicted: t.exposeFloat('predicted', { description: 'What the model said.' }),
    }),
  });

const RegressionMetricsType = builder.objectRef<Regression>('RegressionMetrics').implement({
  description: 'How well a regression tells its numbers, on test pictures.',
  fields: (t) => ({
    count: t.int({ description: 'Pictures measured on.', resolve: ({ test }) => test.count }),
    perTarget: t.field({
      type: [TargetMetricsType],
      description: 'By target, in the order of `targets`.',
      resolve: ({ test, baselines }) =>
        test.perTarget.map((each, i) => ({
          ...each,
          baseline: baselines.meanAbsoluteError[i]!,
        })),
    }),
    largestErrors: t.field({
      type: [LargestErrorType],
      description: 'Where it is furthest off, worst first.',
      resolve: ({ test }) => [...test.largestErrors],
    }),
  }),
});

/** What models of other tasks than one label a picture have for `metrics`. */
builder.objectFields(ModelType, (t) => ({
  multiLabelMetrics: t.field({
    type: MultiLabelMetricsType,
    nullable: true,
    description: '`MULTI_LABEL`: measured on pictures that it was not trained on; null for other tasks.',
    resolve: ({ manifest }: ModelRow) =>
      'task' in manifest && manifest.task === 'multi-label' ? manifest.metrics : null,
  }),
  regressionMetrics: t.field({
    type: RegressionMetricsType,
    nullable: true,
    description: '`REGRESSION`: measured on pictures that it was not trained on; null for other tasks.',
    resolve: ({ manifest }: ModelRow) =>
      'task' in manifest && manifest.task === 'regression' ? manifest.metrics : null,
  }),
}));
