import type * as tf from '@tensorflow/tfjs';
import { zipSync } from 'fflate';
import { topologyOf } from '../network/topology.js';
import { weightsOf } from '../network/weights.js';
import { toJson } from './facts.js';
import { kerasConfig } from './keras-config.js';
import { inKerasOrder } from './keras-order.js';
import { kerasWeights } from './keras-weights.js';
import type { ExportedFiles, ExportFacts } from './types.js';

/** The version whose files these are like; 3.4 and later open them. */
const KERAS_VERSION = '3.15.1';

/**
 * A `.keras` file, which `load_model` of Keras 3.4 and later opens: a zip of the configuration, the weights and, beside
 * what Keras looks at, `graft.json` with the labels and the preprocessing. Layers lose slashes in their names
 * (`fire2/squeeze` is `fire2_squeeze`).
 *
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER` for layers that Keras 3 has no equal of.
 */
export async function toKeras(model: tf.LayersModel, facts: ExportFacts): Promise<ExportedFiles> {
  const layers = inKerasOrder(topologyOf(model));
  const files = {
    'metadata.json': toJson({
      keras_version: KERAS_VERSION,
      date_saved: new Date().toISOString().replace('T', '@').slice(0, 19),
    }),
    'config.json': toJson(kerasConfig(model, layers)),
    'graft.json': toJson(facts),
    'model.weights.h5': await kerasWeights(layers, weightsOf(model)),
  };
  return new Map([['model.keras', zipSync(files, { level: 0 })]]);
}
