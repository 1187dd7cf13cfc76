import { FLOAT, type Graph, type Ref } from './graph.js';
import type { LayerContext, LayerRule } from './layer-rule.js';
import { sumOver } from './shapes.js';

/** A batch norm on its stored statistics is `x * scale + shift`, both `[channels]`. */
export interface ScaleAndShift {
  readonly scale: Ref;
  readonly shift: Ref;
  /** Passes their gradients on to gamma and beta. */
  learn(scaleGradient: Ref, shiftGradient: Ref): void;
}

/**
 * scale = gamma / sqrt(variance + epsilon) and shift = beta - mean * scale, as in training/trainable-network.ts.
 */
export function scaleAndShift(
  graph: Graph,
  { config, weights }: Pick<LayerContext, 'config' | 'weights'>,
): ScaleAndShift {
  const mean = weights.value('moving_mean')!;
  const variance = weights.value('moving_variance')!;
  const gamma = weights.value('gamma');
  const beta = weights.value('beta');
  const inverse = graph.add('Rsqrt', [
    graph.add('AddV2', [variance, graph.floats(config.epsilon as number)]),
  ]);
  const scale = gamma ? graph.add('Mul', [inverse, gamma]) : inverse;
  const centre = graph.add('Mul', [mean, scale]);
  return {
    scale,
    shift: beta ? graph.add('Sub', [beta, centre]) : graph.add('Neg', [centre]),
    learn(scaleGradient, shiftGradient) {
      const throughShift = graph.add('Mul', [mean, shiftGradient]);
      const total = graph.add('Sub', [scaleGradient, throughShift]);
      weights.learn('gamma', graph.add('Mul', [total, inverse]));
      weights.learn('beta', shiftGradient);
    },
  };
}

/** Whether the norm is over the last axis, which is all that scale and shift of a channel can say. */
export function normalisesChannels(config: Readonly<Record<string, unknown>>, rank: number): boolean {
  const axis = [config.axis ?? -1].flat();
  return axis.length === 1 && (axis[0] === -1 || axis[0] === rank - 1);
}

/** A batch norm on its own; one behind a convolution is folded into it instead (convolution.ts). */
export const batchNorm: LayerRule = (layer, [x]) => {
  const { graph, config, outputShape } = layer;
  if (!normalisesChannels(config, outputShape.length + 1)) return undefined;
  const { scale, shift, learn } = scaleAndShift(graph, layer);
  const output = graph.add('BiasAdd', [graph.add('Mul', [x!, scale]), shift], FLOAT);
  return {
    output,
    backward(gradient) {
      const axes = outputShape.map((_, axis) => axis); // Batch and space, all but the channels.
      learn(sumOver(graph, graph.add('Mul', [gradient, x!]), axes), graph.add('BiasAddGrad', [gradient]));
      return [graph.add('Mul', [gradient, scale])];
    },
  };
};
