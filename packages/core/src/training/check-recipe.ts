import * as tf from '@tensorflow/tfjs';
import { findBackbone } from '../backbones/registry.js';
import { resolveBackboneOptions } from '../backbones/resolve-options.js';
import type { Backbone } from '../backbones/types.js';
import { BackboneError } from '../errors.js';
import { checkCut } from '../network/cut.js';
import { type Topology, topologyOf } from '../network/topology.js';
import { type ResolvedRecipe, resolveRecipe } from './resolve-recipe.js';
import type { TrainingRecipe } from './types.js';

/**
 * Finds what is wrong with a recipe before there is any data, without loading weights or starting an engine: for programs
 * that take a recipe now and carry it out later or elsewhere. What depends on the dataset is left: `classWeights` by label.
 *
 * @returns the recipe with every default filled in.
 * @throws OptionError `OPTION_INVALID`, `OPTION_CONFLICT`; BackboneError `BACKBONE_UNKNOWN`, `BACKBONE_INPUT_SIZE`,
 * `BACKBONE_ALPHA`, `BACKBONE_NO_WEIGHTS`; NetworkError `NETWORK_UNKNOWN_LAYER`, `NETWORK_INVALID_CUT`, which list layers
 * that work.
 */
export function checkRecipe(recipe: TrainingRecipe): ResolvedRecipe {
  const resolved = resolveRecipe(recipe);
  if (resolved.backbone.path !== undefined) return resolved; // What it holds is known when it is read.
  const backbone = findBackbone(resolved.backbone.name);
  const options = resolveBackboneOptions(backbone, resolved.backbone);
  const { weights } = resolved.backbone;
  if (weights === undefined && !backbone.embeddedWeights && !backbone.weights?.(options)) {
    throw new BackboneError(
      'BACKBONE_NO_WEIGHTS',
      `Nobody publishes weights of ${backbone.title} with alpha ${options.alpha} and input size ${options.inputSize}. Choose another alpha.`,
      { details: { field: 'alpha', name: backbone.name, ...options } },
    );
  }
  const { strategy } = resolved;
  if (strategy.name === 'fine-tuning' && strategy.from !== undefined) {
    checkCut(layersOf(backbone), strategy.from);
  }
  return resolved;
}

const topologies = new WeakMap<Backbone, Topology>();

/** Names and connections of layers are the same at every size and width; built once, because it takes a moment. */
function layersOf(backbone: Backbone): Topology {
  const known = topologies.get(backbone);
  if (known) return known;
  const prod = tf.env().getBool('PROD');
  // Or tfjs advises on stderr to install what `startEngine` would load: nothing is computed here.
  tf.env().set('PROD', true);
  const model = backbone.build(resolveBackboneOptions(backbone));
  try {
    const topology = topologyOf(model);
    topologies.set(backbone, topology);
    return topology;
  } finally {
    model.dispose();
    tf.env().set('PROD', prod);
  }
}
