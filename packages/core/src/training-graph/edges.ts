import type { LayerRule } from './layer-rule.js';
import { pad, shapeOfTensor, slice } from './shapes.js';

export const zeroPadding2d: LayerRule = ({ graph, config }, [x]) => {
  if (config.data_format === 'channels_first') return undefined;
  const [[top, bottom], [left, right]] = config.padding as Edges;
  return {
    output: pad(graph, x!, [top, bottom], [left, right]),
    backward: (gradient) => [slice(graph, gradient, [0, top, left, 0], shapeOfTensor(graph, x!))],
  };
};

export const cropping2d: LayerRule = ({ graph, config, outputShape }, [x]) => {
  if (config.data_format === 'channels_first') return undefined;
  const [[top, bottom], [left, right]] = config.cropping as Edges;
  return {
    output: slice(graph, x!, [0, top, left, 0], [-1, ...outputShape]),
    backward: (gradient) => [pad(graph, gradient, [top, bottom], [left, right])],
  };
};

type Edges = [vertical: [number, number], horizontal: [number, number]];
