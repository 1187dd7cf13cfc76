import { calibrationErrorByChance, type Manifest } from '@graft/core';
import { labelFacts } from '../models/task.js';
import { builder } from './builder.js';
import { ModelType } from './models.js';

type Calibration = NonNullable<Manifest['calibration']>;
type Reliability = Calibration['before'];

const ReliabilityBinType = builder.objectRef<Reliability['bins'][number]>('ReliabilityBin').implement({
  description: 'Test pictures that were answered with about the same probability.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many.' }),
    confidence: t.exposeFloat('confidence', { description: 'Mean probability of the answer, in [0, 1].' }),
    accuracy: t.exposeFloat('accuracy', { description: 'Part of the answers that are right, in [0, 1].' }),
  }),
});

const ReliabilityType = builder.objectRef<Reliability>('Reliability').implement({
  description: 'How well probabilities say how often answers are right.',
  fields: (t) => ({
    expectedCalibrationError: t.exposeFloat('expectedCalibrationError', {
      description: 'Mean distance between probability and part of right answers, in [0, 1]; 0 is best.',
    }),
    errorByChance: t.float({
      description: 'What that distance would be, on so many pictures, were the model perfectly calibrated.',
      resolve: ({ bins }) => calibrationErrorByChance(bins),
    }),
    bins: t.field({
      type: [ReliabilityBinType],
      description: 'Those of 15 bins of equal width that have pictures, from unsure to sure.',
      resolve: ({ bins }) => [...bins],
    }),
  }),
});

const CalibrationType = builder.objectRef<Calibration>('Calibration').implement({
  description: 'Temperature scaling: what logits are divided by, so that probabilities can be believed.',
  fields: (t) => ({
    temperature: t.exposeFloat('temperature', {
      description: 'Above 1 the model was surer than it should be.',
    }),
    samples: t.exposeInt('samples', { description: 'Validation pictures that it was fitted on.' }),
    before: t.field({
      type: ReliabilityType,
      description: 'On the test pictures, without it.',
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: ReliabilityType,
      description: 'On the test pictures, as the model answers.',
      resolve: ({ after }) => after,
    }),
  }),
});

builder.objectField(ModelType, 'calibration', (t) =>
  t.field({
    type: CalibrationType,
    nullable: true,
    description:
      'Null for a model that was trained without validation pictures, and of another task than `SINGLE_LABEL`.',
    resolve: ({ manifest }) => labelFacts(manifest)?.calibration ?? null,
  }),
);
