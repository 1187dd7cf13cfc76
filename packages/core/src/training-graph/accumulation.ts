import { type Graph, type Ref, type as typeAttribute } from './graph.js';
import { createVariable, type GraphVariable } from './variables.js';

/** Gradients that wait for a later update, in variables of their own. */
export interface EmittedAccumulation {
  readonly held: readonly GraphVariable[];
  /** The gradients for an update: the mean of those held and the present ones. */
  readonly means: readonly Ref[];
  /** Operations that hold the present gradients as well. */
  readonly additions: readonly Ref[];
  /** Operations that let go of what is held, each after its update. */
  clear(updates: readonly Ref[]): Ref[];
}

/** @param share a scalar that is fed: 1 / number of batches. @param after what every addition waits for. */
export function emitAccumulation(
  graph: Graph,
  weights: readonly { readonly variable: GraphVariable; readonly gradient: Ref }[],
  share: Ref,
  after: Ref,
): EmittedAccumulation {
  const held = weights.map(({ variable }) => createVariable(graph, variable.shape));
  return {
    held,
    means: weights.map(({ gradient }, i) =>
      graph.add('Mul', [graph.add('AddV2', [held[i]!.value, gradient]), share]),
    ),
    additions: weights.map(({ gradient }, i) =>
      graph.add('AssignAddVariableOp', [held[i]!.handle, gradient, `^${after}`], FLOAT_VARIABLE),
    ),
    clear: (updates) =>
      updates.map((update, i) => {
        const nothing = graph.add('ZerosLike', [held[i]!.value, `^${update}`]);
        return graph.add('AssignVariableOp', [held[i]!.handle, nothing], FLOAT_VARIABLE);
      }),
  };
}

const FLOAT_VARIABLE = { dtype: typeAttribute('float') };
