import {
  BACKBONE_COSTS,
  type Backbone,
  type BackboneBlock,
  backboneBlocks,
  findBackbone,
  listBackbones,
} from '@graft/core';
import { bytesOfWeights } from '../training/bytes-of-weights.js';
import { builder } from './builder.js';

const BlockType = builder.objectRef<BackboneBlock>('BackboneBlock').implement({
  description: 'A part of a backbone that is frozen or trained as one.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the names of its layers have in common.' }),
    firstLayer: t.exposeString('firstLayer', {
      description: 'The `from` of fine-tuning when this block and all above learn.',
    }),
    parameters: t.exposeInt('parameters', { description: 'Numbers that can be learned in it.' }),
    multiplyAdds: t.exposeFloat('multiplyAdds', {
      description: 'Multiplications with addition for one picture of the default size.',
    }),
  }),
});

const BackboneType = builder.objectRef<Backbone>('Backbone').implement({
  description: 'A pretrained network that models are built on.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `train` takes it.' }),
    title: t.exposeString('title', { description: 'As its authors write it.' }),
    topOne: t.exposeFloat('top1', {
      nullable: true,
      description: 'Accuracy on ImageNet in [0, 1], as published with the weights.',
    }),
    parameters: t.int({
      nullable: true,
      description: 'Without the classifier; null for a backbone that was registered.',
      resolve: ({ name }) => BACKBONE_COSTS[name]?.parameters,
    }),
    bytes: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'About the size of its weights.',
      resolve: (backbone) => bytesOfWeights(backbone),
    }),
    imagesPerSecond: t.float({
      nullable: true,
      description:
        'Pictures in a second on two cores with nothing else to do, estimated; made for comparing. Null where nobody measured it.',
      resolve: ({ name }) => BACKBONE_COSTS[name]?.imagesPerSecond,
    }),
    inputSize: t.exposeInt('defaultInputSize', { description: 'Side of its square input in pixels.' }),
    licence: t.string({
      nullable: true,
      description: 'Of the weights.',
      resolve: ({ embeddedWeights, ...backbone }) =>
        embeddedWeights ? 'Apache-2.0' : published(backbone)?.licence,
    }),
    embedded: t.boolean({
      description: 'Whether the weights are part of Graft; others are downloaded on first use.',
      resolve: ({ embeddedWeights }) => embeddedWeights !== undefined,
    }),
    reference: t.exposeString('reference', { description: 'The paper or repository that defines it.' }),
    fineTuneFrom: t.exposeString('fineTuneFrom', {
      description: 'First layer that fine-tuning trains unless told otherwise.',
    }),
    blocks: t.field({
      type: [BlockType],
      description:
        'Its parts, lowest first, at most 25; `fineTuneFrom` begins one. Large networks take a second the first time.',
      resolve: ({ name }) => [...backboneBlocks(name)],
    }),
  }),
});

function published({ weights, defaultInputSize: inputSize }: Omit<Backbone, 'embeddedWeights'>) {
  return weights?.({ alpha: 1, inputSize });
}

builder.queryFields((t) => ({
  backbones: t.field({
    type: [BackboneType],
    description: 'Every backbone that this service can train on.',
    resolve: () => [...listBackbones()],
  }),
  backbone: t.field({
    type: BackboneType,
    description: 'One backbone.',
    args: { name: t.arg.string({ required: true, description: 'As `backbones` lists it.' }) },
    resolve: (_root, { name }) => findBackbone(name),
  }),
}));
