import { basename } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import type { PixelScaling } from '../data/preprocessing.js';
import { startEngine } from '../engine/engine.js';
import { BackboneError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { assignWeights } from '../weights/assign-weights.js';
import { fetchWeights } from '../weights/fetch-weights.js';
import { readWeights } from '../weights/read-weights.js';
import { drawKernels } from './random-weights.js';
import { findBackbone } from './registry.js';
import { resolveBackboneOptions } from './resolve-options.js';
import type { Backbone, BackboneChoice, BackboneOptions } from './types.js';

export interface LoadedBackbone {
  /** `fineTuneFrom` may be missing for networks that came from a file. */
  readonly backbone: Pick<Backbone, 'name'> & Partial<Pick<Backbone, 'fineTuneFrom'>>;
  readonly options: Required<BackboneOptions>;
  /** Input `[batch, inputSize, inputSize, 3]`, output `[batch, h, w, channels]`. The caller disposes it. */
  readonly model: tf.LayersModel;
  /** What the weights expect of the pixels. */
  readonly scaling: PixelScaling;
  /** Where the weights came from, for people and saved models: a file's name, an address, `embedded` or `random`. */
  readonly weightsSource: string;
  /** Whether the weights are those that ship with Graft, so that a saved model need not carry them. */
  readonly embedded: boolean;
}

export interface LoadBackboneOptions {
  readonly onProgress?: OnProgress;
  /** Stops a download; the part that has arrived is kept. */
  readonly signal?: AbortSignal;
}

const RANDOM_SEED = 0;

/**
 * Builds a backbone and gives it weights: from the file in `choice.weights`, else the embedded ones, else the published
 * ones, which are downloaded on first use.
 *
 * @param choice a name, or a name with options.
 * @throws BackboneError for an unknown name or an option out of range; `BACKBONE_NO_WEIGHTS` when nobody publishes
 * weights for these options; WeightsError when they cannot be fetched, are damaged or belong to another network.
 */
export async function loadBackbone(
  choice: string | BackboneChoice,
  { onProgress, signal }: LoadBackboneOptions = {},
): Promise<LoadedBackbone> {
  const chosen = typeof choice === 'string' ? { name: choice } : choice;
  const backbone = findBackbone(chosen.name);
  const options = resolveBackboneOptions(backbone, chosen);
  const source = await findWeights(backbone, options, chosen.weights, { onProgress, signal });

  await startEngine();
  const model = backbone.build(options);
  try {
    if (source.path === undefined) drawKernels(model, RANDOM_SEED);
    else
      assignWeights(model, await readWeights(source.path), { classifierLayers: backbone.classifierLayers });
  } catch (error) {
    model.dispose();
    throw error;
  }
  return {
    backbone,
    options,
    model,
    scaling: backbone.scaling,
    weightsSource: source.description,
    embedded: source.embedded ?? false,
  };
}

interface FoundWeights {
  /** Absent for random weights. */
  readonly path?: string;
  readonly description: string;
  readonly embedded?: boolean;
}

async function findWeights(
  backbone: Backbone,
  options: Required<BackboneOptions>,
  chosen: string | undefined,
  { onProgress, signal }: LoadBackboneOptions,
): Promise<FoundWeights> {
  if (chosen === 'random') return { description: `random (He uniform, seed ${RANDOM_SEED})` };
  if (chosen !== undefined) return { path: chosen, description: `file ${basename(chosen)}` };
  if (backbone.embeddedWeights) {
    return { path: backbone.embeddedWeights(), description: 'embedded', embedded: true };
  }
  const published = backbone.weights?.(options);
  if (published) {
    return { path: await fetchWeights(published, { onProgress, signal }), description: published.url };
  }
  throw new BackboneError(
    'BACKBONE_NO_WEIGHTS',
    `Nobody publishes weights of ${backbone.title} with alpha ${options.alpha} and input size ${options.inputSize}. ` +
      'Choose another alpha, give a weights file (`weights`), or `random` to start untrained.',
    { details: { name: backbone.name, ...options } },
  );
}
