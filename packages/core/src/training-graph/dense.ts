import { emitActivation } from './activations.js';
import { FLOAT, flag } from './graph.js';
import type { LayerRule } from './layer-rule.js';
import { reshape, shapeOfTensor } from './shapes.js';

/** On more than a vector, the same matrix along the last axis, as `[rows, inputs]`. */
export const dense: LayerRule = ({ graph, config, weights, inputShapes, outputShape }, [x]) => {
  const isVector = outputShape.length === 1;
  const rows = isVector ? x! : reshape(graph, x!, [-1, inputShapes[0]!.at(-1)!]);
  const kernel = weights.value('kernel')!;
  const bias = weights.value('bias');
  const product = graph.add('MatMul', [rows, kernel]);
  const activation = emitActivation(
    graph,
    config.activation,
    bias ? graph.add('BiasAdd', [product, bias]) : product,
  );
  return (
    activation && {
      output: isVector ? activation.output : reshape(graph, activation.output, [-1, ...outputShape]),
      backward(outputGradient) {
        const rowGradient = isVector
          ? outputGradient
          : reshape(graph, outputGradient, [-1, outputShape.at(-1)!]);
        const [gradient] = activation.backward(rowGradient);
        weights.learn(
          'kernel',
          graph.add('MatMul', [rows, gradient!], { ...FLOAT, transpose_a: flag(true) }),
        );
        if (bias) weights.learn('bias', graph.add('BiasAddGrad', [gradient!]));
        const below = graph.add('MatMul', [gradient!, kernel], { ...FLOAT, transpose_b: flag(true) });
        return [isVector ? below : reshape(graph, below, shapeOfTensor(graph, x!))];
      },
    }
  );
};
