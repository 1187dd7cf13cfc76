/** Everything that serving needs. */
export {
  type LabelProbability,
  type LoadModelOptions,
  loadModel,
  type Model,
  type PredictOptions,
} from './load-model.js';
export type { PredictionInput, RawPixels } from './prediction-input.js';
export { createPrefixPool, type PrefixPool } from './prefix-pool.js';
