import * as tf from '@tensorflow/tfjs';
import { PIXEL_SCALINGS } from '../data/preprocessing.js';
import { kerasWeights } from './keras-weights.js';
import { conv2d, imageInput } from './layers.js';
import { nasnetCells } from './nasnet-cells.js';
import type { Backbone } from './types.js';

/** Of every part of a cell in the first group; each group after it has twice as many. */
const FILTERS = 44;
const CELLS_PER_GROUP = 4;

export const nasnetMobile: Backbone = {
  name: 'nasnet-mobile',
  title: 'NASNetMobile',
  reference: 'Zoph et al., Learning Transferable Architectures, https://arxiv.org/abs/1707.07012',
  top1: 0.744,
  defaultInputSize: 224,
  minInputSize: 32,
  scaling: PIXEL_SCALINGS.tf,
  // Every cell reads the two before it, so that there is no place to cut between the stem and the top.
  fineTuneFrom: 'activation',
  classifierLayers: ['predictions'],
  weights: () =>
    kerasWeights('nasnet', 'NASNet-mobile-no-top.h5', 'Apache-2.0', '1ed92395b5b598bdda52abe5c0dbfd63'),
  build: ({ inputSize }) => buildNasnet(inputSize),
};

/** Cells found by search, each on top of the two before it: 224 gives `[batch, 7, 7, 1056]`. */
function buildNasnet(inputSize: number): tf.LayersModel {
  const { normal, reduction, activated, norm } = nasnetCells();
  const input = imageInput(inputSize);
  const stem = norm(
    conv2d(input, 'stem_conv1', { filters: 32, kernelSize: 3, strides: 2, useBias: false }),
    'stem_bn1',
  );
  let cells = reduction([stem, undefined], FILTERS / 4, 'stem_1');
  cells = reduction(cells, FILTERS / 2, 'stem_2');
  for (let group = 0; group < 3; group++) {
    const filters = FILTERS * 2 ** group;
    const done = group * CELLS_PER_GROUP;
    if (group > 0) cells = reduction(cells, filters, `reduce_${done}`);
    const first = group === 0 ? 0 : done + 1;
    for (let i = 0; i < CELLS_PER_GROUP; i++) cells = normal(cells, filters, `${first + i}`);
  }
  return tf.model({ inputs: input, outputs: activated(cells[0]), name: 'nasnet_mobile' });
}
