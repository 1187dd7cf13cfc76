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
  ['softplus', fromInput('Softplus', 'SoftplusGrad')],
  ['softsign', fromInput('Softsign', 'SoftsignGrad')],
  ['swish', swish],
  ['silu', swish],
  ['hard_sigmoid', hardSigmoid],
  ['hard_swish', hardSwish],
  ['gelu', gelu],
  ['gelu_new', geluByTanh],
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

function fromInput(forward: string, gradientOperation: string): Activation {
  return (graph, x) => ({
    output: graph.add(forward, [x]),
    backward: (gradient) => [graph.add(gradientOperation, [gradient, x])],
  });
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

/** 0.2 x + 0.5 between 0 and 1, as in Keras 2 and tfjs; Keras 3 has a slope of 1/6. */
function hardSigmoid(graph: Graph, x: Ref): EmittedLayer {
  const line = graph.add('AddV2', [graph.add('Mul', [x, graph.floats(0.2)]), graph.floats(0.5)]);
  const output = graph.add('ClipByValue', [line, graph.floats(0), graph.floats(1)]);
  return {
    output,
    backward(gradient) {
      // Six times the output lies between 0 and 6 where the line does between 0 and 1.
      const sixfold = graph.add('Mul', [output, graph.floats(6)]);
      return [graph.add('Relu6Grad', [graph.add('Mul', [gradient, graph.floats(0.2)]), sixfold])];
    },
  };
}

/** x * r / 6 with r = relu6(x + 3). */
function hardSwish(graph: Graph, x: Ref): EmittedLayer {
  const gate = graph.add('Relu6', [graph.add('AddV2', [x, graph.floats(3)])]);
  const sixth = graph.floats(1 / 6);
  return {
    output: graph.add('Mul', [graph.add('Mul', [x, gate]), sixth]),
    backward(gradient) {
      const share = graph.add('Mul', [gradient, sixth]);
      const throughGate = graph.add('Relu6Grad', [graph.add('Mul', [share, x]), gate]);
      return [graph.add('AddV2', [graph.add('Mul', [share, gate]), throughGate])];
    },
  };
}

/** x * p(x), p the normal distribution's function (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415). */
function gelu(graph: Graph, x: Ref): EmittedLayer {
  const half = graph.floats(0.5);
  const erf = graph.add('Erf', [graph.add('Mul', [x, graph.floats(Math.SQRT1_2)])]);
  const probability = graph.add('AddV2', [graph.add('Mul', [erf, half]), half]);
  return {
    output: graph.add('Mul', [x, probability]),
    backward(gradient) {
      const exponent = graph.add('Mul', [graph.add('Square', [x]), graph.floats(-0.5)]);
      const density = graph.add('Mul', [
        graph.add('Exp', [exponent]),
        graph.floats(1 / Math.sqrt(2 * Math.PI)),
      ]);
      const slope = graph.add('AddV2', [probability, graph.add('Mul', [x, density])]);
      return [graph.add('Mul', [gradient, slope])];
    },
  };
}

/** The same approximated by p(x) = (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x³). */
function geluByTanh(graph: Graph, x: Ref): EmittedLayer {
  const half = graph.floats(0.5);
  const slopeAtZero = Math.sqrt(2 / Math.PI);
  const square = graph.add('Square', [x]);
  /** first + second * x². */
  const polynomial = (first: number, second: number) =>
    graph.add('AddV2', [graph.add('Mul', [square, graph.floats(second)]), graph.floats(first)]);
  const u = graph.add('Mul', [x, polynomial(slopeAtZero, slopeAtZero * 0.044715)]);
  const tanh = graph.add('Tanh', [u]);
  const probability = graph.add('AddV2', [graph.add('Mul', [tanh, half]), half]);
  return {
    output: graph.add('Mul', [x, probability]),
    backward(gradient) {
      const byTanh = graph.add('Mul', [graph.add('Mul', [gradient, x]), half]);
      const byU = graph.add('TanhGrad', [tanh, byTanh]);
      const throughTanh = graph.add('Mul', [byU, polynomial(slopeAtZero, 3 * slopeAtZero * 0.044715)]);
      return [graph.add('AddV2', [graph.add('Mul', [gradient, probability]), throughTanh])];
    },
  };
}
