import type { BackboneChoice } from '@graft/core';
import type { TrainingInput } from '../training/training-input.js';
import { builder } from './builder.js';
import { JobRef } from './job-ref.js';

type Settings = Pick<TrainingInput, 'name' | 'recipe'>;

const TrainingSettings = builder.objectRef<Settings>('TrainingSettings').implement({
  description: 'What a training was asked to do.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the model that it makes the next version of.' }),
    strategy: t.string({
      description: '`feature-extraction` or `fine-tuning`, as a model says it.',
      resolve: ({ recipe }) => recipe.strategy?.name ?? 'feature-extraction',
    }),
    backbone: t.string({
      description: 'The pretrained network under it.',
      // A job's recipe was made from an input, which has a name: files are not for a service to read.
      resolve: ({ recipe }) => (recipe.backbone as BackboneChoice).name,
    }),
  }),
});

builder.objectField(JobRef, 'training', (t) =>
  t.field({
    type: TrainingSettings,
    nullable: true,
    description: 'What it was asked to do; null for jobs of other kinds.',
    resolve: ({ kind, input }) => (kind === 'TRAINING' ? (input as unknown as Settings) : null),
  }),
);
