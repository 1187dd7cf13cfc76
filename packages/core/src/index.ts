export { augmentPicture, viewSeed } from './augmentation/augment-picture.js';
export type { Picture } from './augmentation/picture.js';
export {
  AUGMENTATION_PRESETS,
  type AugmentationPreset,
  presetTransforms,
} from './augmentation/presets.js';
export type { AugmentationOptions } from './augmentation/resolve-augmentation.js';
export type { Mixing, Transform } from './augmentation/types.js';
export { BACKBONE_COSTS } from './backbones/costs.js';
export { findBackbone, listBackbones, registerBackbone } from './backbones/registry.js';
export type {
  Backbone,
  BackboneChoice,
  BackboneFile,
  BackboneOptions,
  WeightsSource,
} from './backbones/types.js';
export type { Manifest } from './bundle/manifest.js';
export { type MapPoint, readMap } from './bundle/map-file.js';
export {
  labelledProbabilities,
  type PredictedSample,
  readPredictions,
} from './bundle/predictions-file.js';
export {
  readAnyBundle,
  readAnyManifest,
  readBundle,
  readManifest,
  readTask,
} from './bundle/read-bundle.js';
export type { AnyManifest, TargetManifest } from './bundle/target-manifest.js';
export { byCodePoint } from './data/by-code-point.js';
export { type CheckedImage, checkImage } from './data/check-files.js';
export { type DecodeOptions, decodeImage } from './data/decode-image.js';
export { type ImageFormat, imageFormat, isPictureName } from './data/image-format.js';
export { type ListedFile, type Listing, splitNamed } from './data/listing.js';
export { checkFractions, type LoadDatasetOptions, loadDataset } from './data/load-dataset.js';
export {
  type ImagePreprocessing,
  imageDecoder,
  PIXEL_SCALINGS,
  type ResizeMode,
} from './data/preprocessing.js';
export { MANIFEST_NAMES, readFolder as readDatasetFolder } from './data/read-folder.js';
export { type ImageHeader, inspectImage } from './data/read-image.js';
export { readManifest as readDatasetManifest } from './data/read-manifest.js';
export { readTargetManifest } from './data/read-target-manifest.js';
export {
  type Dataset,
  type Decoder,
  type Sample,
  type SkippedFile,
  SPLITS,
  type Split,
  type Task,
} from './data/types.js';
export { describeEnvironment } from './engine/describe-environment.js';
export { type Engine, type EngineName, startEngine } from './engine/engine.js';
export * from './errors.js';
export {
  calibrationErrorByChance,
  type LabelledProbabilities,
  reliability,
} from './evaluation/calibration.js';
export {
  chooseThreshold,
  type ThresholdChoice,
  type ThresholdCosts,
} from './evaluation/choose-threshold.js';
export {
  type CostDecision,
  type CostMatrix,
  decideByCost,
} from './evaluation/decide-by-cost.js';
export type { LabelMetrics, MultiLabelMetrics } from './evaluation/evaluate-multi-label.js';
export {
  evaluatePredictions,
  type LabelledSample,
  type Predictions,
} from './evaluation/evaluate-predictions.js';
export type { Estimate, RegressionMetrics } from './evaluation/evaluate-regression.js';
export { type FeatureMapOptions, mapFeatures } from './evaluation/map-features.js';
export { type McNemar, mcnemar } from './evaluation/mcnemar.js';
export { oneAgainstRest } from './evaluation/one-against-rest.js';
export { type PrecisionRecallCurve, precisionRecallCurve } from './evaluation/precision-recall-curve.js';
export type { Ranked } from './evaluation/ranked-steps.js';
export { type RocCurve, rocCurve } from './evaluation/roc-curve.js';
export type {
  Abstention,
  Baselines,
  Calibration,
  ClassMetrics,
  Interval,
  Metrics,
  Mistake,
  Neighbour,
  Reliability,
} from './evaluation/types.js';
export { drawHeatMap, type HeatMapDrawing } from './explanation/draw-heat-map.js';
export {
  type Explanation,
  type ExplanationOptions,
  explainPrediction,
} from './explanation/explain-prediction.js';
export { occlusionMap } from './explanation/occlusion-map.js';
export { EXPLANATION_METHODS, type ExplanationMethod, type HeatMap } from './explanation/types.js';
export {
  type ExportOptions,
  type ExportReport,
  exportModel,
} from './export/export-model.js';
export { EXPORT_FORMATS, type ExportFormat } from './export/formats.js';
export type { FeatureRounding } from './features/feature-cache.js';
export { measureBackbone } from './features/measure-backbone.js';
export type { CachePrecision } from './features/row-codec.js';
export { type BackboneBlock, backboneBlocks } from './network/backbone-blocks.js';
export { cutNetwork, validCuts } from './network/cut.js';
export { compareModels, type ModelComparison } from './prediction/compare-models.js';
export * from './prediction/index.js';
export type { EvaluateOptions } from './prediction/predict-split.js';
export type { EpochRecord, OnProgress, ProgressEvent, Stage } from './progress.js';
export { createRandom, type Random } from './random.js';
export { type Comparison, comparisonPage } from './report/comparison-page.js';
export { type ReportMaterial, reportPage } from './report/report-page.js';
export { cacheFolder } from './storage/cache-folder.js';
export { fileStorage } from './storage/file-storage.js';
export { memoryStorage } from './storage/memory-storage.js';
export type { Presign, PresignedPut, Storage, StoredObject, WriteCondition } from './storage/types.js';
export {
  checkData,
  type DataCheckOptions,
  type DataReport,
  type DoubtedLabel,
} from './training/check-data.js';
export { checkRecipe } from './training/check-recipe.js';
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidateTraining,
} from './training/cross-validate-training.js';
export type { DoubtedTarget } from './training/doubted-targets.js';
export type { DuplicatePair } from './training/find-duplicates.js';
export { findLearningRate, type LearningRateReport } from './training/find-learning-rate.js';
export {
  type LearningCurveOptions,
  type LearningCurvePoint,
  learningCurve,
} from './training/learning-curve.js';
export { isBackbonePath } from './training/resolve-backbone.js';
export type { ResolvedRecipe } from './training/resolved-recipe.js';
export { type FineTuneSchedule, featureExtraction, fineTune, fineTuning } from './training/strategies.js';
export type { RateSuggestion } from './training/suggest-rate.js';
export type { RateSweep, RateSweepOptions } from './training/sweep-rates.js';
export { type SweepAxes, type SweepTrial, sweepRecipes } from './training/sweep-recipes.js';
export type { TargetReport } from './training/target-report.js';
export { type TrainResult, train } from './training/train.js';
export {
  checkDataInChildProcess,
  type DataCheckJob,
  findLearningRateInChildProcess,
  type TargetTrainingJob,
  type TargetTrainingJobResult,
  type TrainingJob,
  type TrainingJobResult,
  trainInChildProcess,
  trainTargetsInChildProcess,
} from './training/train-in-child-process.js';
export { checkTargetRecipe, type TargetTrainResult, trainTargets } from './training/train-targets.js';
export type {
  HeadName,
  HeadOptions,
  OptimizerOptions,
  Precision,
  PrecisionReport,
  Sampling,
  ScheduleName,
  StartedFrom,
  Strategy,
  TrainingRecipe,
  TrainOptions,
  TrainReport,
} from './training/types.js';
export { fetchWeights } from './weights/fetch-weights.js';
export { readWeights } from './weights/read-weights.js';
