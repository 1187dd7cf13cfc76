import {
  AUGMENTATION_PRESETS,
  type AugmentationPreset,
  type HeadName,
  type HeadOptions,
  type Mixing,
  type OptimizerOptions,
  type ResizeMode,
  type Sampling,
  type ScheduleName,
  type TrainingRecipe,
} from '@graft/core';
import { builder } from './builder.js';

/** An enum whose names are those of the library in capitals: `feature-extraction` is `FEATURE_EXTRACTION`. */
function enumOf<const Value extends string>(name: string, description: string, values: readonly Value[]) {
  const entries = values.map((value) => [value.toUpperCase().replaceAll('-', '_'), { value }] as const);
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(entries) as Record<string, { value: Value }>,
  });
}

export const OptimizerEnum = enumOf<OptimizerOptions['name']>(
  'Optimizer',
  'How weights are updated. `LBFGS` solves for a linear head at once, in place of epochs; feature extraction only.',
  ['adam', 'adamw', 'sgd', 'rmsprop', 'lbfgs'],
);
export const ScheduleEnum = enumOf<ScheduleName>('LearningRateSchedule', 'How the learning rate changes.', [
  'constant',
  'cosine',
  'one-cycle',
]);
export const SamplingEnum = enumOf<Sampling>(
  'Sampling',
  'Which pictures an epoch shows: `SHUFFLED` each once, `BALANCED` every label equally often.',
  ['shuffled', 'balanced'],
);
export const ResizeEnum = enumOf<ResizeMode>(
  'Resize',
  'How pictures are brought to the network’s square: `CROP` cuts the longer side, `LETTERBOX` adds bars, `STRETCH` distorts.',
  ['crop', 'letterbox', 'stretch'],
);
export const OnBadFileEnum = enumOf<'skip' | 'refuse'>(
  'OnBadFile',
  'What to do where the dataset has files that are no usable pictures.',
  ['skip', 'refuse'],
);
export const PrecisionEnum = enumOf<NonNullable<TrainingRecipe['precision']>>(
  'Precision',
  'What the frozen part computes in. `INT8` is smaller and often faster; `AUTO` takes it where it is faster and as accurate.',
  ['float32', 'int8', 'auto'],
);
export const CachePrecisionEnum = enumOf<NonNullable<TrainingRecipe['cachePrecision']>>(
  'CachePrecision',
  'What cached features are kept in. `FLOAT16` takes half the disk, and the head learns from rounded features.',
  ['float32', 'float16'],
);
export const ActivationEnum = enumOf<NonNullable<HeadOptions['dense'][number]['activation']>>(
  'Activation',
  'What a hidden layer makes of its sums.',
  ['relu', 'relu6', 'tanh', 'sigmoid', 'elu', 'selu', 'linear'],
);
export const HeadEnum = enumOf<HeadName>(
  'HeadName',
  '`LINEAR`: average pooling, one dense layer (with dropout 0.2 where it learns by steps); `TUTORIAL`: flatten, 256 relu, softmax.',
  ['linear', 'tutorial'],
);
export const PoolingEnum = enumOf<HeadOptions['pooling']>(
  'Pooling',
  'How the last feature map becomes a vector.',
  ['average', 'max', 'both', 'flatten'],
);
export const PresetEnum = enumOf<AugmentationPreset>(
  'AugmentationPreset',
  'A set of changes that leave what a picture shows as it is.',
  AUGMENTATION_PRESETS,
);
export const AugmentationModeEnum = enumOf<'views' | 'streaming'>(
  'AugmentationMode',
  '`VIEWS`: some variations of every picture, drawn once and cached; `STREAMING`: another one in every epoch.',
  ['views', 'streaming'],
);
export const MixEnum = enumOf<Mixing['name']>('Mix', 'How pairs of pictures and their labels are mixed.', [
  'mix-up',
  'cut-mix',
]);
