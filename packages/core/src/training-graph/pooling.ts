import { pair } from './convolution.js';
import { FLOAT, type Graph, integers, type Ref, text, type as typeAttribute } from './graph.js';
import type { LayerContext, LayerRule } from './layer-rule.js';
import { meanOver, reshape, shapeForBatchOf, shapeOfTensor } from './shapes.js';

export const maxPooling2d: LayerRule = (layer, [x]) => {
  const attributes = windowOf(layer);
  if (!attributes) return undefined;
  const { graph } = layer;
  const output = graph.add('MaxPool', [x!], attributes);
  return { output, backward: (gradient) => [graph.add('MaxPoolGrad', [x!, output, gradient], attributes)] };
};

export const averagePooling2d: LayerRule = (layer, [x]) => {
  const attributes = windowOf(layer);
  if (!attributes) return undefined;
  const { graph, inputShapes } = layer;
  return {
    output: graph.add('AvgPool', [x!], attributes),
    backward(gradient) {
      // Not the shape of x: in NASNet TensorFlow fails to fuse what x is made of when that has such a reader.
      const shape = shapeForBatchOf(graph, gradient, inputShapes[0]!);
      return [graph.add('AvgPoolGrad', [shape, gradient], attributes)];
    },
  };
};

export const globalAveragePooling2d: LayerRule = ({ graph, config, inputShapes }, [x]) => {
  if (config.data_format === 'channels_first' || config.keepdims) return undefined;
  const [height, width, channels] = inputShapes[0] as [number, number, number];
  return {
    output: meanOver(graph, x!, [1, 2]),
    backward(gradient) {
      const share = graph.add('Mul', [gradient, graph.floats(1 / (height * width))]);
      return [spread(graph, share, channels, x!)];
    },
  };
};

/** Where several pixels are the maximum, each gets the gradient, as in tfjs. */
export const globalMaxPooling2d: LayerRule = ({ graph, config, inputShapes }, [x]) => {
  if (config.data_format === 'channels_first' || config.keepdims) return undefined;
  const channels = inputShapes[0]!.at(-1)!;
  const output = graph.add('Max', [x!, graph.ints([1, 2])], { ...FLOAT, Tidx: typeAttribute('int32') });
  return {
    output,
    backward(gradient) {
      const isMaximum = graph.add('Equal', [x!, reshape(graph, output, [-1, 1, 1, channels])]);
      const mask = graph.add('Cast', [isMaximum], {
        SrcT: typeAttribute('bool'),
        DstT: typeAttribute('float'),
      });
      return [graph.add('Mul', [mask, reshape(graph, gradient, [-1, 1, 1, channels])])];
    },
  };
};

/** `[batch, channels]` to every pixel of `like`. */
function spread(graph: Graph, x: Ref, channels: number, like: Ref): Ref {
  const pixel = reshape(graph, x, [-1, 1, 1, channels]);
  return graph.add('BroadcastTo', [pixel, shapeOfTensor(graph, like)], {
    ...FLOAT,
    Tidx: typeAttribute('int32'),
  });
}

function windowOf({ config }: LayerContext) {
  if (config.data_format === 'channels_first') return undefined;
  return {
    ...FLOAT,
    ksize: integers([1, ...pair(config.pool_size), 1]),
    strides: integers([1, ...pair(config.strides ?? config.pool_size), 1]),
    padding: text(String(config.padding ?? 'valid').toUpperCase()),
  };
}
