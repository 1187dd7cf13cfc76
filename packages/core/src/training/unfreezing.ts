import { weightsOf } from '../network/weights.js';
import type { TrainableNetwork } from './trainable-network.js';

/** Some epochs in which only the upper layers of what is unfrozen learn. */
export interface UnfreezingStage {
  readonly epochs: number;
  /** Factors of the learning rate by name of the weight, 0 for what does not learn yet. */
  readonly rateFactors: ReadonlyMap<string, number>;
}

/**
 * Progressive unfreezing (Howard and Ruder 2018): the layers above the cut that have weights, in as many equal parts as there are
 * stages; the head and the uppermost part learn from the start, and at each milestone the next part below joins.
 *
 * @param milestones epochs after which another part joins, rising, below `epochs`.
 * @param rates of every layer once it learns.
 */
export function unfreezingStages(
  { suffix }: TrainableNetwork,
  milestones: readonly number[],
  epochs: number,
  rates: ReadonlyMap<string, number>,
): UnfreezingStage[] {
  const weights = suffix ? weightsOf(suffix).filter(({ trainable }) => trainable) : [];
  const layerOf = (weight: string) => weight.slice(0, weight.lastIndexOf('/'));
  const layers = [...new Set(weights.map(({ name }) => layerOf(name)))];
  const stages = milestones.length + 1;
  return Array.from({ length: stages }, (_, stage) => {
    const lowest = Math.floor((layers.length * (stages - 1 - stage)) / stages);
    const learning = new Set(layers.slice(lowest));
    return {
      epochs: (milestones[stage] ?? epochs) - (milestones[stage - 1] ?? 0),
      rateFactors: new Map(
        weights.map(({ name }) => [name, learning.has(layerOf(name)) ? (rates.get(name) ?? 1) : 0]),
      ),
    };
  });
}
