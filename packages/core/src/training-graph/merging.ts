import { FLOAT, type Graph, integer, type Ref, type as typeAttribute } from './graph.js';
import type { LayerRule } from './layer-rule.js';
import { sumOver } from './shapes.js';

export const add: LayerRule = ({ graph, inputShapes, outputShape }, inputs) => {
  if (inputShapes.some((shape) => shape.length !== outputShape.length)) return undefined;
  return {
    output: inputs.reduce((sum, x) => graph.add('AddV2', [sum, x])),
    backward: (gradient) => inputShapes.map((shape) => overSpread(graph, gradient, shape, outputShape)),
  };
};

/** Also of a feature map and one factor per channel, `[batch, 1, 1, channels]`, as in squeeze and excite. */
export const multiply: LayerRule = ({ graph, inputShapes, outputShape }, inputs) => {
  if (inputShapes.some((shape) => shape.length !== outputShape.length)) return undefined;
  return {
    output: inputs.reduce((product, x) => graph.add('Mul', [product, x])),
    backward: (gradient) =>
      inputShapes.map((shape, i) => {
        const others = inputs.filter((_, other) => other !== i);
        const share = others.reduce((product, x) => graph.add('Mul', [product, x]), gradient);
        return overSpread(graph, share, shape, outputShape);
      }),
  };
};

/** Along the last axis. */
export const concatenate: LayerRule = ({ graph, config, inputShapes, outputShape }, inputs) => {
  const rank = outputShape.length + 1;
  if (config.axis !== -1 && config.axis !== rank - 1) return undefined;
  const axis = graph.ints(rank - 1);
  return {
    output: graph.add('ConcatV2', [...inputs, axis], {
      ...FLOAT,
      N: integer(inputs.length),
      Tidx: typeAttribute('int32'),
    }),
    backward(gradient) {
      const sizes = graph.ints(inputShapes.map((shape) => shape.at(-1)!));
      const parts = graph.add('SplitV', [gradient, sizes, axis], {
        ...FLOAT,
        num_split: integer(inputs.length),
        Tlen: typeAttribute('int32'),
      });
      return inputs.map((_, i) => (i === 0 ? parts : `${parts}:${i}`));
    },
  };
};

/** Where one number was spread over an axis, its gradient is the sum over that axis. Shapes without the batch axis. */
function overSpread(graph: Graph, gradient: Ref, from: readonly number[], to: readonly number[]): Ref {
  const axes = from.flatMap((size, i) => (size === 1 && to[i] !== 1 ? [i + 1] : []));
  return axes.length > 0 ? sumOver(graph, gradient, axes, true) : gradient;
}
