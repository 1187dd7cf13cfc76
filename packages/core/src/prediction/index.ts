/** Everything that serving needs. */
export {
  type LabelProbability,
  loadModel,
  type Model,
  type PredictionInput,
  type RawPixels,
} from './load-model.js';
