import { type Backbone, listBackbones } from '@graft/core';
import { builder } from './builder.js';

const BackboneType = builder.objectRef<Backbone>('Backbone').implement({
  description: 'A pretrained network that models are built on.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `train` takes it.' }),
  }),
});

builder.queryField('backbones', (t) =>
  t.field({
    type: [BackboneType],
    description: 'Every backbone that this service can train on.',
    resolve: () => [...listBackbones()],
  }),
);
