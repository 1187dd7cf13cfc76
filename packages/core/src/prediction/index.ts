/** Everything that serving needs. */
export {
  BundleError,
  EngineError,
  type ErrorKind,
  GraftError,
  type GraftErrorOptions,
  ImageError,
  OptionError,
  StorageError,
} from '../errors.js';
export {
  type LabelProbability,
  type LoadModelOptions,
  loadModel,
  type Model,
  type PredictOptions,
} from './load-model.js';
export {
  loadTargetModel,
  type MultiLabelAnswer,
  type RegressionAnswer,
  type TargetAnswer,
  type TargetModel,
} from './load-target-model.js';
export type { PredictionInput, RawPixels } from './prediction-input.js';
export { createPrefixPool, type PrefixPool, type PrefixPoolOptions } from './prefix-pool.js';
