import type { LayerRule } from './layer-rule.js';
import { sumOver } from './shapes.js';

/** `x * scale + offset`. */
export const rescaling: LayerRule = ({ graph, config }, [x]) => {
  const { scale, offset = 0 } = config;
  if (typeof scale !== 'number' || typeof offset !== 'number') return undefined;
  const factor = graph.floats(scale);
  const scaled = graph.add('Mul', [x!, factor]);
  return {
    output: offset === 0 ? scaled : graph.add('AddV2', [scaled, graph.floats(offset)]),
    backward: (gradient) => [graph.add('Mul', [gradient, factor])],
  };
};

/** `(x - mean) / deviation` with the constants of each channel, which are in the configuration or else weights. */
export const normalization: LayerRule = ({ graph, config, weights }, [x]) => {
  const stated = (name: 'mean' | 'variance') => {
    const values = config[name];
    return Array.isArray(values) ? graph.floats(values as number[]) : weights.value(name)!;
  };
  const deviation = graph.add('Maximum', [
    graph.add('Sqrt', [stated('variance')]),
    graph.floats(LEAST_DEVIATION),
  ]);
  return {
    output: graph.add('RealDiv', [graph.add('Sub', [x!, stated('mean')]), deviation]),
    backward: (gradient) => [graph.add('RealDiv', [gradient, deviation])],
  };
};

/** As in Keras and backbones/normalization-layer.ts. */
const LEAST_DEVIATION = 1e-7;

/** ConvNeXt's learned factor of each channel. */
export const layerScale: LayerRule = ({ graph, weights, outputShape }, [x]) => {
  const gamma = weights.value('gamma')!;
  return {
    output: graph.add('Mul', [x!, gamma]),
    backward(gradient) {
      const allButChannels = outputShape.map((_, axis) => axis);
      weights.learn('gamma', sumOver(graph, graph.add('Mul', [gradient, x!]), allButChannels));
      return [graph.add('Mul', [gradient, gamma])];
    },
  };
};

/** InceptionResNetV2's residual: the first input and a constant share of the second. */
export const customScaleLayer: LayerRule = ({ graph, config }, [x, residual]) => {
  const scale = graph.floats(config.scale as number);
  return {
    output: graph.add('AddV2', [x!, graph.add('Mul', [residual!, scale])]),
    backward: (gradient) => [gradient, graph.add('Mul', [gradient, scale])],
  };
};
