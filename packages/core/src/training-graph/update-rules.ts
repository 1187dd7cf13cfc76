import { FLOAT, flag, type Graph, type Ref, type as typeAttribute } from './graph.js';
import type { UpdateRule } from './types.js';
import { createVariable, type GraphVariable } from './variables.js';

/** An optimiser in the graph: TensorFlow's fused operations, one per weight. */
export interface EmittedRule {
  /** Slot names, each with one variable per weight, zero at the start. */
  readonly slots: Readonly<Record<string, readonly GraphVariable[]>>;
  /** Zero at the start and without meaning to anyone else. */
  readonly scratch: readonly GraphVariable[];
  /** Operations that update the weights. */
  readonly updates: readonly Ref[];
  /** The rate to feed for a step; Adam's holds its bias corrections. @param step 1-based. */
  rate(step: number, learningRate: number): number;
  /** The share of every weight to feed as what decays in a step. */
  decay(learningRate: number): number;
}

export interface LearningWeight {
  readonly variable: GraphVariable;
  readonly gradient: Ref;
  /** Factor of the rate and the decay; default 1. */
  readonly rateFactor?: number;
}

/** Scalars that are fed. */
export interface Rates {
  readonly rate: Ref;
  readonly decay: Ref;
}

/** @param after what every update waits for. */
export function emitUpdates(
  graph: Graph,
  rule: UpdateRule,
  weights: readonly LearningWeight[],
  rates: Rates,
  after: Ref,
): EmittedRule {
  const slot = () => weights.map(({ variable }) => createVariable(graph, variable.shape));
  const plain = { rate: (_: number, learningRate: number) => learningRate, decay: () => 0 };
  const control = `^${after}`;
  const rateOf = scaling(graph, rates.rate);
  switch (rule.name) {
    case 'adam':
    case 'adamw': {
      const decays = rule.name === 'adamw';
      const { weightDecay = 0.004 } = decays ? rule : {};
      const decayOf = scaling(graph, rates.decay);
      const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = rule;
      const slots = { m: slot(), v: slot() };
      const [zero, b1, b2, e] = [0, beta1, beta2, epsilon].map((value) => graph.floats(value)) as [
        Ref,
        Ref,
        Ref,
        Ref,
      ];
      return {
        slots,
        scratch: [],
        updates: weights.map(({ variable, gradient, rateFactor }, i) => {
          const own = [variable.handle, slots.m[i]!.handle, slots.v[i]!.handle];
          const ready = decays ? `^${shrink(graph, variable, decayOf(rateFactor), control)}` : control;
          const rate = rateOf(rateFactor);
          return graph.add('ResourceApplyAdam', [...own, zero, zero, rate, b1, b2, e, gradient, ready]);
        }),
        // With both powers fed as zero the operation leaves the rate alone. The corrections are computed here in double
        // precision, from the betas that it uses: 1 - 0.999 in float32 is already off by 1e-5.
        rate: (step, learningRate) =>
          (learningRate * Math.sqrt(1 - Math.fround(beta2) ** step)) / (1 - Math.fround(beta1) ** step),
        decay: (learningRate) => weightDecay * learningRate,
      };
    }
    case 'sgd': {
      const { momentum = 0.9, nesterov = false } = rule;
      if (momentum === 0) {
        return {
          slots: {},
          scratch: [],
          updates: weights.map(({ variable, gradient, rateFactor }) =>
            graph.add('ResourceApplyGradientDescent', [
              variable.handle,
              rateOf(rateFactor),
              gradient,
              control,
            ]),
          ),
          ...plain,
        };
      }
      const slots = { momentum: slot() };
      const factor = graph.floats(momentum);
      return {
        slots,
        scratch: [],
        updates: weights.map(({ variable, gradient, rateFactor }, i) =>
          graph.add(
            'ResourceApplyKerasMomentum',
            [variable.handle, slots.momentum[i]!.handle, rateOf(rateFactor), gradient, factor, control],
            { ...FLOAT, use_nesterov: flag(nesterov) },
          ),
        ),
        ...plain,
      };
    }
    case 'rmsprop': {
      const { rho = 0.9, momentum = 0, epsilon = 1e-7 } = rule;
      const v = slot();
      const velocity = slot(); // The operation wants one even where there is no momentum to carry.
      const [r, factor, e] = [rho, momentum, epsilon].map((value) => graph.floats(value)) as [Ref, Ref, Ref];
      return {
        slots: momentum > 0 ? { v, momentum: velocity } : { v },
        scratch: momentum > 0 ? [] : velocity,
        updates: weights.map(({ variable, gradient, rateFactor }, i) => {
          const own = [variable.handle, v[i]!.handle, velocity[i]!.handle];
          return graph.add('ResourceApplyRMSProp', [
            ...own,
            rateOf(rateFactor),
            r,
            factor,
            e,
            gradient,
            control,
          ]);
        }),
        ...plain,
      };
    }
  }
}

/** A scalar times a factor, one operation for all weights that share it. */
function scaling(graph: Graph, scalar: Ref): (factor?: number) => Ref {
  const scaled = new Map<number, Ref>([[1, scalar]]);
  return (factor = 1) => {
    if (!scaled.has(factor)) scaled.set(factor, graph.add('Mul', [scalar, graph.floats(factor)]));
    return scaled.get(factor)!;
  };
}

/** Takes a share of a variable's value away. */
function shrink(graph: Graph, { handle, value }: GraphVariable, share: Ref, control: Ref): Ref {
  const inputs = [handle, graph.add('Mul', [value, share]), control];
  return graph.add('AssignSubVariableOp', inputs, { dtype: typeAttribute('float') });
}
