import { builder } from './builder.js';

export const TaskEnum = builder.enumType('Task', {
  description: 'What a model says of a picture, or a dataset.',
  values: {
    SINGLE_LABEL: { value: 'single-label', description: 'Exactly one of its labels.' },
    MULTI_LABEL: { value: 'multi-label', description: 'Any number of its labels, none included.' },
    REGRESSION: { value: 'regression', description: 'A number for each of its targets.' },
  } as const,
});
