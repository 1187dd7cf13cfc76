import * as tf from '@tensorflow/tfjs';
import { findBackbone } from '../backbones/registry.js';
import { resolveBackboneOptions } from '../backbones/resolve-options.js';
import type { Backbone } from '../backbones/types.js';
import { validCuts } from './cut.js';
import { topologyOf } from './topology.js';

/** A part of a backbone that can be frozen or trained as one. */
export interface BackboneBlock {
  /** What its layers' names have in common: `block6a`, `conv5_block1`. */
  readonly name: string;
  /** Where fine-tuning starts when this block and all above learn: the `from` of `fineTuning`. */
  readonly firstLayer: string;
  readonly parameters: number;
  /** For one picture of the default size. */
  readonly multiplyAdds: number;
}

/** More are not told apart on a drawing. */
const MOST_BLOCKS = 24;

const known = new WeakMap<Backbone, readonly BackboneBlock[]>();

/**
 * The blocks of a backbone as published (default size and width), lowest first, at most 24; `fineTuneFrom` begins one.
 * Built once, because large networks take a second.
 *
 * @throws BackboneError `BACKBONE_UNKNOWN`.
 */
export function backboneBlocks(name: string): readonly BackboneBlock[] {
  const backbone = findBackbone(name);
  const blocks = known.get(backbone) ?? describe(backbone);
  known.set(backbone, blocks);
  return blocks;
}

function describe(backbone: Backbone): readonly BackboneBlock[] {
  const prod = tf.env().getBool('PROD');
  // Or tfjs advises on stderr to install what `startEngine` would load: nothing is computed here.
  tf.env().set('PROD', true);
  const model = backbone.build(resolveBackboneOptions(backbone));
  try {
    return blocksOf(model, backbone.fineTuneFrom);
  } finally {
    model.dispose();
    tf.env().set('PROD', prod);
  }
}

function blocksOf(model: tf.LayersModel, fineTuneFrom: string): readonly BackboneBlock[] {
  const layers = topologyOf(model).config.layers.map(({ name }) => model.getLayer(name));
  const starts = blockStarts(model, fineTuneFrom);
  const blocks: BackboneBlock[] = [];
  for (const layer of layers) {
    const last = blocks.at(-1);
    const name = starts.get(layer.name);
    if (last === undefined || (name && last.parameters > 0)) {
      blocks.push({ name: name ?? layer.name, firstLayer: layer.name, ...costOf(layer) });
      continue;
    }
    const grown = plus(last, costOf(layer));
    // The picture's own layers have no weights and cannot be trained from: they belong to the first block that has.
    const isBottom = name !== undefined && blocks.length === 1;
    blocks[blocks.length - 1] = isBottom ? { ...grown, name, firstLayer: layer.name } : grown;
  }
  return blocks;
}

/** Layers that begin a block, each with the block's name: finely by name, coarsely where that gives too many. */
function blockStarts(model: tf.LayersModel, fineTuneFrom: string): Map<string, string> {
  const cuts = validCuts(model).filter(
    (name) => name === fineTuneFrom || model.getLayer(name).weights.length > 0,
  );
  const by = (stem: (name: string) => string) =>
    cuts.filter((name, i) => name === fineTuneFrom || i === 0 || stem(name) !== stem(cuts[i - 1]!));
  const fine = by(fineStem);
  const stem = fine.length > MOST_BLOCKS ? coarseStem : fineStem;
  const chosen = by(stem);
  const step = Math.ceil(chosen.length / MOST_BLOCKS);
  const kept = chosen.filter((name, i) => name === fineTuneFrom || i % step === 0);
  return new Map(kept.map((name) => [name, stem(name)]));
}

/** `block6a_expand_conv` is of `block6a`, `conv5_block1_1_conv` of `conv5_block1`, `stem_conv` of `stem`. */
function fineStem(name: string): string {
  return stemOf(name, /^\D*\d+[a-z]?(_block_?\d+)?/);
}

function coarseStem(name: string): string {
  return stemOf(name, /^\D*\d+/);
}

/** The digit of `conv2d` numbers nothing. */
function stemOf(name: string, pattern: RegExp): string {
  return pattern.exec(name.replaceAll('2d', ''))?.[0] ?? name.split('_')[0]!;
}

type Cost = Pick<BackboneBlock, 'parameters' | 'multiplyAdds'>;

/** A kernel is applied once at every position of its layer's output. */
function costOf(layer: tf.layers.Layer): Cost {
  const [, height = 1, width = 1] =
    (layer.outputShape as number[]).length === 4 ? (layer.outputShape as number[]) : [];
  const kernels = layer.weights.filter(({ shape }) => shape.length > 1);
  return {
    parameters: sum(layer.weights.map(({ shape }) => sizeOf(shape))),
    multiplyAdds: sum(kernels.map(({ shape }) => sizeOf(shape))) * height * width,
  };
}

function plus(block: BackboneBlock, { parameters, multiplyAdds }: Cost): BackboneBlock {
  return {
    ...block,
    parameters: block.parameters + parameters,
    multiplyAdds: block.multiplyAdds + multiplyAdds,
  };
}

function sizeOf(shape: readonly (number | null)[]): number {
  return shape.reduce<number>((product, side) => product * (side ?? 1), 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
