import type { Manifest } from '@graft/core';
import { builder } from './builder.js';

type Metrics = Manifest['metrics']['test'];

const ClassMetricsType = builder.objectRef<Metrics['perClass'][number]>('ClassMetrics').implement({
  description: 'How well one label is told from the others; all in [0, 1].',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The label.' }),
    precision: t.exposeFloat('precision', {
      description: 'Of the pictures given this label, the part that has it.',
    }),
    recall: t.exposeFloat('recall', {
      description: 'Of the pictures with this label, the part that was given it.',
    }),
    f1: t.exposeFloat('f1', { description: 'Harmonic mean of precision and recall.' }),
    support: t.exposeInt('support', { description: 'Pictures with this label.' }),
  }),
});

const MistakeType = builder.objectRef<Metrics['mistakes'][number]>('Mistake').implement({
  description: 'A picture that was given another label than its own.',
  fields: (t) => ({
    picture: t.exposeString('id', { description: 'The picture’s name in its dataset.' }),
    actual: t.exposeString('actual', { description: 'Its own label.' }),
    predicted: t.exposeString('predicted', { description: 'What the model said.' }),
    probability: t.exposeFloat('probability', { description: 'How sure it was, in [0, 1].' }),
  }),
});

export const MetricsType = builder.objectRef<Metrics>('Metrics').implement({
  description: 'What a model got right and wrong on test pictures.',
  fields: (t) => ({
    accuracy: t.exposeFloat('accuracy', { description: 'Part of the pictures given their own label.' }),
    accuracyLow: t.float({
      description: 'Lower end of the 95% interval of the accuracy (Wilson).',
      resolve: ({ interval }) => interval[0],
    }),
    accuracyHigh: t.float({
      description: 'Upper end of that interval.',
      resolve: ({ interval }) => interval[1],
    }),
    count: t.exposeInt('count', { description: 'Pictures measured on.' }),
    logLoss: t.exposeFloat('logLoss', { description: 'Mean cross-entropy in nats.' }),
    macroF1: t.exposeFloat('macroF1', { description: 'Mean F1 over the labels, each counting the same.' }),
    perClass: t.field({
      type: [ClassMetricsType],
      description: 'By label.',
      resolve: ({ perClass }) => [...perClass],
    }),
    confusion: t.field({
      type: t.listRef(t.listRef('Int')),
      description: 'Pictures by actual label (rows) and predicted label (columns), in the order of `labels`.',
      resolve: ({ confusion }) => confusion.map((row) => [...row]),
    }),
    mistakes: t.field({
      type: [MistakeType],
      description: 'The most confident mistakes, worst first.',
      resolve: ({ mistakes }) => [...mistakes],
    }),
  }),
});
