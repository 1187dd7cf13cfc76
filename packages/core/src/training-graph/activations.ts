import { FLOAT, type Graph, type Ref } from './graph.js';
import type { EmittedLayer } from './layer-rule.js';

/**
 * Gradients are computed from the output, not the input: TensorFlow then fuses convolution, bias and activation, and
 * need not keep the input.
 */
const ACTIVATIONS: Readonly<Record<string, (graph: Graph, x: Ref) => EmittedLayer>> = {
  linear: (_, x) => ({ output: x, backward: (gradient) => [gradient] }),
  relu: (graph, x) => {
    const output = graph.add('Relu', [x]);
    return { output, backward: (gradient) => [graph.add('ReluGrad', [gradient, output])] };
  },
  relu6: (graph, x) => {
    const output = graph.add('Relu6', [x]);
    return { output, backward: (gradient) => [graph.add('Relu6Grad', [gradient, output])] };
  },
  elu: (graph, x) => {
    const output = graph.add('Elu', [x]);
    return { output, backward: (gradient) => [graph.add('EluGrad', [gradient, output])] };
  },
  selu: (graph, x) => {
    const output = graph.add('Selu', [x]);
    return { output, backward: (gradient) => [graph.add('SeluGrad', [gradient, output])] };
  },
  tanh: (graph, x) => {
    const output = graph.add('Tanh', [x]);
    return { output, backward: (gradient) => [graph.add('TanhGrad', [output, gradient], FLOAT)] };
  },
  sigmoid: (graph, x) => {
    const output = graph.add('Sigmoid', [x]);
    return { output, backward: (gradient) => [graph.add('SigmoidGrad', [output, gradient], FLOAT)] };
  },
};

/** @returns undefined for an activation that is not in the table. */
export function emitActivation(graph: Graph, name: unknown, x: Ref): EmittedLayer | undefined {
  return ACTIVATIONS[String(name ?? 'linear')]?.(graph, x);
}
