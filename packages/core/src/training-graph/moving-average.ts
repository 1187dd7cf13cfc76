import type { Graph, Ref } from './graph.js';
import { type as typeAttribute } from './graph.js';
import type { GraphVariable } from './variables.js';

export interface AveragedWeight {
  readonly variable: GraphVariable;
  readonly average: GraphVariable;
  /** What has updated the variable. */
  readonly update: Ref;
}

/**
 * Moves each average towards its variable's new value.
 * @param momentum a scalar that is fed, the share of the old average. @returns operations, one per weight.
 */
export function emitAverages(graph: Graph, weights: readonly AveragedWeight[], momentum: Ref): Ref[] {
  const rest = graph.add('Sub', [graph.floats(1), momentum]);
  return weights.map(({ variable, average, update }) => {
    const updated = graph.add('ReadVariableOp', [variable.handle, `^${update}`], FLOAT_VARIABLE);
    const moved = graph.add('AddV2', [
      graph.add('Mul', [average.value, momentum]),
      graph.add('Mul', [updated, rest]),
    ]);
    return graph.add('AssignVariableOp', [average.handle, moved], FLOAT_VARIABLE);
  });
}

const FLOAT_VARIABLE = { dtype: typeAttribute('float') };
