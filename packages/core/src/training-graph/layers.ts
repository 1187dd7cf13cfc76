import { emitActivation } from './activations.js';
import { batchNorm } from './batch-norm.js';
import { conv2d, depthwiseConv2d, separableConv2d } from './convolution.js';
import { dense } from './dense.js';
import { cropping2d, zeroPadding2d } from './edges.js';
import { type as typeAttribute } from './graph.js';
import { layerNorm } from './layer-norm.js';
import type { LayerRule } from './layer-rule.js';
import { add, concatenate, multiply } from './merging.js';
import { averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d } from './pooling.js';
import { customScaleLayer, layerScale, normalization, rescaling } from './scaling.js';
import { reshape, shapeOfTensor } from './shapes.js';

const activation: LayerRule = ({ graph, config }, [x]) => emitActivation(graph, config.activation, x!);

const reLU: LayerRule = ({ graph, config }, [x]) => {
  const { max_value = null, negative_slope, threshold } = config;
  if (negative_slope || threshold || (max_value !== null && max_value !== 6)) return undefined;
  return emitActivation(graph, max_value === 6 ? 'relu6' : 'relu', x!);
};

/** Flatten and Reshape: the numbers stay in their order. */
const otherShape: LayerRule = ({ graph, config, outputShape }, [x]) => {
  if (config.data_format === 'channels_first') return undefined;
  return {
    output: reshape(graph, x!, [-1, ...outputShape]),
    backward: (gradient) => [reshape(graph, gradient, shapeOfTensor(graph, x!))],
  };
};

/** Keeps each number with probability 1 - rate and scales what is kept, so that the mean stays (inverted dropout). */
const dropout: LayerRule = ({ graph, config, dropoutSeed }, [x]) => {
  const rate = config.rate as number;
  if (!dropoutSeed || rate === 0) return { output: x!, backward: (gradient) => [gradient] };
  const uniform = graph.add('StatelessRandomUniform', [shapeOfTensor(graph, x!), dropoutSeed], {
    dtype: typeAttribute('float'),
    T: typeAttribute('int32'),
    Tseed: typeAttribute('int32'),
  });
  const kept = graph.add('Cast', [graph.add('GreaterEqual', [uniform, graph.floats(rate)])], {
    SrcT: typeAttribute('bool'),
    DstT: typeAttribute('float'),
  });
  const mask = graph.add('Mul', [kept, graph.floats(1 / (1 - rate))]);
  return {
    output: graph.add('Mul', [x!, mask]),
    backward: (gradient) => [graph.add('Mul', [gradient, mask])],
  };
};

/** Every layer that the compiled step knows, by Keras class name. */
export const LAYER_RULES: Readonly<Record<string, LayerRule>> = {
  Activation: activation,
  Add: add,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNorm,
  Concatenate: concatenate,
  Conv2D: conv2d,
  Cropping2D: cropping2d,
  CustomScaleLayer: customScaleLayer,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  Flatten: otherShape,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  LayerNormalization: layerNorm,
  LayerScale: layerScale,
  MaxPooling2D: maxPooling2d,
  Multiply: multiply,
  Normalization: normalization,
  ReLU: reLU,
  Rescaling: rescaling,
  Reshape: otherShape,
  SeparableConv2D: separableConv2d,
  ZeroPadding2D: zeroPadding2d,
};
