import { normalisesChannels } from './batch-norm.js';
import type { LayerRule } from './layer-rule.js';
import { meanOver, sumOver } from './shapes.js';

/**
 * `n * gamma + beta` with n = (x - mean) / sqrt(variance + epsilon) over the channels of each pixel (Ba et al. 2016,
 * https://arxiv.org/abs/1607.06450).
 */
export const layerNorm: LayerRule = ({ graph, config, weights, outputShape }, [x]) => {
  const channels = outputShape.length;
  if (!normalisesChannels(config, channels + 1)) return undefined;
  const gamma = weights.value('gamma');
  const beta = weights.value('beta');
  const meanOfChannels = (value: string) => meanOver(graph, value, [channels], true);
  const centred = graph.add('Sub', [x!, meanOfChannels(x!)]);
  const variance = meanOfChannels(graph.add('Square', [centred]));
  const inverse = graph.add('Rsqrt', [
    graph.add('AddV2', [variance, graph.floats(config.epsilon as number)]),
  ]);
  const normed = graph.add('Mul', [centred, inverse]);
  const scaled = gamma ? graph.add('Mul', [normed, gamma]) : normed;
  return {
    output: beta ? graph.add('BiasAdd', [scaled, beta]) : scaled,
    backward(gradient) {
      const allButChannels = outputShape.map((_, axis) => axis);
      if (gamma) weights.learn('gamma', sumOver(graph, graph.add('Mul', [gradient, normed]), allButChannels));
      if (beta) weights.learn('beta', graph.add('BiasAddGrad', [gradient]));
      // Mean and variance move with x: what is left is orthogonal to a constant and to n.
      const byNormed = gamma ? graph.add('Mul', [gradient, gamma]) : gradient;
      const alongNormed = meanOfChannels(graph.add('Mul', [byNormed, normed]));
      const withoutMean = graph.add('Sub', [byNormed, meanOfChannels(byNormed)]);
      const left = graph.add('Sub', [withoutMean, graph.add('Mul', [normed, alongNormed])]);
      return [graph.add('Mul', [left, inverse])];
    },
  };
};
