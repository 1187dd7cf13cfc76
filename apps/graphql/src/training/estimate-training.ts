import {
  BACKBONE_COSTS,
  backboneBlocks,
  checkRecipe,
  findBackbone,
  type ResolvedRecipe,
  type TrainingRecipe,
} from '@graft/core';
import type { App } from '../app.js';
import type { DatasetRow } from '../datasets/find-datasets.js';
import { bytesOfWeights } from './bytes-of-weights.js';
import { type Experience, earlierTrainings } from './earlier-trainings.js';
import { modelName } from './start-training.js';

export interface TrainingEstimate {
  /** Of the model, where no other is given. */
  readonly name: string;
  /** With every default filled in. */
  readonly recipe: ResolvedRecipe;
  /** From a worker's taking it to the saved model; a download of weights comes on top. */
  readonly secondsLow: number;
  readonly secondsHigh: number;
  /** Weights that are fetched first; undefined where they are at hand. */
  readonly downloadBytes?: number | undefined;
}

/** Of a frozen network on two cores: between what VGG16 and EfficientNet-Lite0 reach (BACKBONE_COSTS). */
const MULTIPLY_ADDS_PER_SECOND = 110e9;
/** A training step goes forwards once and backwards twice, in a graph that is less well compiled than a frozen one. */
const STEP_COST = 4;
/** Of large photographs; small ones cost nothing beside the network. */
const PIXELS_PER_SECOND = 120e6;
/** Starting the process and TensorFlow, compiling, measuring, saving. */
const OVERHEAD_SECONDS = 8;
/** Of a head of one layer; of larger ones, weights seen with one picture. */
const HEAD_PICTURES_PER_SECOND = 8000;
const HEAD_WEIGHTS_PER_SECOND = 10e9;
/** Early stopping ends a head's training somewhere between a fifth and all of its epochs. */
const LEAST_EPOCHS = 0.2;
/** Machines differ, and others use them at the same time. */
const RANGE = [0.5, 2] as const;

/**
 * How long a training will take: from what its backbone costs and, where there were trainings on it before, from how fast
 * those came by their features.
 *
 * @throws what `checkRecipe` throws.
 */
export async function estimateTraining(
  app: Pick<App, 'db'>,
  dataset: Pick<DatasetRow, 'id' | 'name'>,
  recipe: TrainingRecipe,
): Promise<TrainingEstimate> {
  const resolved = checkRecipe(recipe);
  const backbone = findBackbone(resolved.backbone.name);
  const [size, before] = await Promise.all([
    sizeOf(app, dataset.id),
    earlierTrainings(app, dataset.id, backbone.name),
  ]);
  const speed = speedOf(resolved, before);
  const features = size.pixels / PIXELS_PER_SECOND + picturesComputed(resolved, size.pictures) / speed.frozen;
  const learning = learningSeconds(resolved, size.pictures, speed.step);
  return {
    name: modelName(dataset.name),
    recipe: resolved,
    secondsLow: RANGE[0] * (OVERHEAD_SECONDS + (before.onThese ? 0 : features) + learning.least),
    secondsHigh: RANGE[1] * (OVERHEAD_SECONDS + features + learning.most),
    ...(!backbone.embeddedWeights && !before.any && { downloadBytes: bytesOfWeights(backbone) }),
  };
}

async function sizeOf({ db }: Pick<App, 'db'>, datasetId: string) {
  const { pictures, pixels } = await db
    .selectFrom('pictures')
    .select(({ fn, eb }) => [
      fn.countAll<string>().as('pictures'),
      fn.sum<string | null>(eb('width', '*', eb.ref('height'))).as('pixels'),
    ])
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is', null)
    .executeTakeFirstOrThrow();
  return { pictures: Number(pictures), pixels: Number(pixels ?? 0) };
}

/** Pictures per second through the whole backbone as it is frozen, and through a step of what learns of it. */
function speedOf({ backbone, strategy, precision }: ResolvedRecipe, { imagesPerSecond }: Experience) {
  const blocks = backboneBlocks(backbone.name);
  const { defaultInputSize, fineTuneFrom } = findBackbone(backbone.name);
  const scale = ((backbone.inputSize ?? defaultInputSize) / defaultInputSize) ** 2;
  const whole = sum(blocks.map(({ multiplyAdds }) => multiplyAdds)) * scale;
  const measured = BACKBONE_COSTS[backbone.name]?.imagesPerSecond;
  const published = measured ? measured / scale : MULTIPLY_ADDS_PER_SECOND / whole;
  // Features that were kept come in no time: what was reported then tells nothing.
  const frozen = Math.min(imagesPerSecond ?? published, 2 * published) * (precision === 'int8' ? 1.5 : 1);
  const from = (strategy.name === 'fine-tuning' && strategy.from) || fineTuneFrom;
  const first = Math.max(
    0,
    blocks.findIndex(({ firstLayer }) => firstLayer === from),
  );
  const learning = sum(blocks.slice(first).map(({ multiplyAdds }) => multiplyAdds)) * scale;
  return { frozen, step: (frozen * whole) / (STEP_COST * Math.max(learning, 1)) };
}

/** Variations are computed like pictures: once each, or anew in every epoch. */
function picturesComputed({ augmentation, epochs }: ResolvedRecipe, pictures: number): number {
  if (!augmentation) return pictures;
  const times = augmentation.mode === 'streaming' ? epochs * LEAST_EPOCHS : augmentation.views;
  return pictures * (1 + times);
}

function learningSeconds({ strategy, epochs, head }: ResolvedRecipe, pictures: number, step: number) {
  const width = (head.featureLayers?.length ?? 1) * (head.pooling === 'flatten' ? 49 * 1280 : 1280);
  const weights = sum(head.dense.map(({ units }, i) => units * (head.dense[i - 1]?.units ?? width)));
  const headEpoch = pictures / HEAD_PICTURES_PER_SECOND + (pictures * weights) / HEAD_WEIGHTS_PER_SECOND;
  if (strategy.name === 'feature-extraction')
    return { least: headEpoch * epochs * LEAST_EPOCHS, most: headEpoch * epochs };
  const tuning = (epochs * pictures) / step;
  const warmUp = headEpoch * (strategy.warmUpEpochs ?? 0);
  return { least: tuning + warmUp * LEAST_EPOCHS, most: tuning + warmUp };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
