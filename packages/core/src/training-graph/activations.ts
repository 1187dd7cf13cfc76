import type { Graph, Ref } from './graph.js';
import type { EmittedLayer } from './layer-rule.js';

type Activation = (graph: Graph, x: Ref) => EmittedLayer;

/** By Keras's name. */
const ACTIVATIONS = new Map<string, Activation>([
  ['linear', (_, x) => ({ output: x, backward: (gradient) => [gradient] })],
  ['relu', fromOutput('Relu', (output, gradient) => ['ReluGrad', gradient, output])],
  ['relu6', fromOutput('Relu6', (output, gradient) => ['Relu6Grad', gradient, output])],
  ['elu', fromOutput('Elu', (output, gradient) => ['EluGrad', gradient, output])],
  ['selu', fromOutput('Selu', (output, gradient) => ['SeluGrad', gradient, output])],
  ['tanh', fromOutput('Tanh', (output, gradient) => ['TanhGrad', output, gradient])],
  ['sigmoid', fromOutput('Sigmoid', (output, gradient) => ['SigmoidGrad', output, gradient])],
  ['swish', swish],
  ['silu', swish],
]);

/** @returns undefined for an activation that is not in the table. */
export function emitActivation(graph: Graph, name: unknown, x: Ref): EmittedLayer | undefined {
  return ACTIVATIONS.get(String(name ?? 'linear'))?.(graph, x);
}

/**
 * The gradient is computed from the output, not the input: TensorFlow then fuses convolution, bias and activation, and
 * need not keep the input.
 */
function fromOutput(
  forward: string,
  gradientOf: (output: Ref, gradient: Ref) => [operation: string, ...inputs: Ref[]],
): Activation {
  return (graph, x) => {
    const output = graph.add(forward, [x]);
    return {
      output,
      backward(gradient) {
        const [operation, ...inputs] = gradientOf(output, gradient);
        return [graph.add(operation, inputs)];
      },
    };
  };
}

/** x * sigmoid(x), whose derivative is s + y * (1 - s). */
function swish(graph: Graph, x: Ref): EmittedLayer {
  const sigmoid = graph.add('Sigmoid', [x]);
  const output = graph.add('Mul', [x, sigmoid]);
  return {
    output,
    backward(gradient) {
      const rest = graph.add('Sub', [graph.floats(1), sigmoid]);
      const slope = graph.add('AddV2', [sigmoid, graph.add('Mul', [output, rest])]);
      return [graph.add('Mul', [gradient, slope])];
    },
  };
}
