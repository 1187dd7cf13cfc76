import { OptionError } from '../errors.js';
import { featureExtraction, fineTuning } from './strategies.js';
import type { HeadName, HeadOptions, TrainingRecipe } from './types.js';

/** What a search varies; what is left out stays as in the recipe. */
export interface SweepAxes {
  readonly backbones?: readonly string[];
  /** Layers to fine-tune from by Keras name; `frozen` is feature extraction, `default` the backbone's own layer. */
  readonly cuts?: readonly string[];
  readonly heads?: readonly (HeadName | Partial<HeadOptions>)[];
  readonly learningRates?: readonly number[];
}

/** One recipe of a search, with what tells it from the others. */
export interface SweepTrial {
  readonly recipe: TrainingRecipe;
  readonly varied: Readonly<Record<string, string>>;
}

/**
 * Every combination of the axes, in an order that keeps trials together which share features: those of one backbone and
 * one cut.
 *
 * @throws OptionError `OPTION_INVALID` for an axis without values.
 */
export function sweepRecipes(recipe: TrainingRecipe, axes: SweepAxes): SweepTrial[] {
  let trials: SweepTrial[] = [{ recipe, varied: {} }];
  const vary = <T>(
    name: keyof SweepAxes,
    apply: (recipe: TrainingRecipe, value: T) => TrainingRecipe,
    told: (value: T) => string = String,
  ) => {
    const values = axes[name] as readonly T[] | undefined;
    if (values === undefined) return;
    if (values.length === 0) {
      throw new OptionError('OPTION_INVALID', `${name} is empty; expected one value at least.`, {
        details: { field: name },
      });
    }
    trials = trials.flatMap((trial) =>
      values.map((value) => ({
        recipe: apply(trial.recipe, value),
        varied: { ...trial.varied, [name]: told(value) },
      })),
    );
  };
  vary<string>('backbones', (own, backbone) => ({ ...own, backbone }));
  vary<string>('cuts', withCut);
  vary<HeadName | Partial<HeadOptions>>(
    'heads',
    (own, head) => ({ ...own, head }),
    (head) => (typeof head === 'string' ? head : JSON.stringify(head)),
  );
  vary<number>('learningRates', (own, learningRate) => ({ ...own, learningRate }));
  return trials;
}

function withCut(recipe: TrainingRecipe, cut: string): TrainingRecipe {
  if (cut === 'frozen') return { ...recipe, strategy: featureExtraction() };
  const warmUpEpochs = recipe.strategy?.name === 'fine-tuning' ? recipe.strategy.warmUpEpochs : undefined;
  return { ...recipe, strategy: fineTuning({ from: cut === 'default' ? undefined : cut, warmUpEpochs }) };
}
