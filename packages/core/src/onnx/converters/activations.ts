import { float, type GraphScope, int } from '../graph.js';
import type { LayerRecord } from '../layer-records.js';
import { constantFromKeras, graphAxis } from '../layout.js';
import { type ConverterTable, unsupported } from './converter.js';

/** Layers that are an activation of their own. */
export const ACTIVATION_LAYERS: ConverterTable = {
  Activation: (layer, [x], scope) => activate(layer, x!, scope),
  ReLU: ({ config }, [x], scope) =>
    config.max_value == null ? scope.node('Relu', [x!]) : clip(scope, x!, 0, config.max_value as number),
  LeakyReLU: ({ config }, [x], scope) =>
    scope.node('LeakyRelu', [x!], { alpha: float(config.alpha as number) }),
  ThresholdedReLU: ({ config }, [x], scope) =>
    scope.node('ThresholdedRelu', [x!], { alpha: float(config.theta as number) }),
  ELU: ({ config }, [x], scope) => scope.node('Elu', [x!], { alpha: float((config.alpha as number) ?? 1) }),
  PReLU({ weights }, [x], scope) {
    const { shape, data } = weights.alpha!;
    const slope = constantFromKeras({ shape: [1, ...shape], data });
    return scope.node('PRelu', [x!, scope.floats('alpha', slope.data, slope.shape)]);
  },
  Softmax(layer, [x], scope) {
    if (typeof layer.config.axis !== 'number') throw unsupported(layer, 'several axes');
    const axis = graphAxis(layer.config.axis, layer.inputShapes[0]!.length);
    return scope.node('Softmax', [x!], { axis: int(axis) });
  },
};

/** Applies the activation that a layer's configuration names. */
export function activate(layer: LayerRecord, x: string, scope: GraphScope): string {
  const name = (layer.config.activation ?? 'linear') as string;
  const apply = ACTIVATIONS[name];
  if (!apply) throw unsupported(layer, `activation ${JSON.stringify(name)}`);
  return apply(scope, x, layer.outputShape.length);
}

type Activation = (scope: GraphScope, x: string, rank: number) => string;

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  relu: (scope, x) => scope.node('Relu', [x]),
  relu6: (scope, x) => clip(scope, x, 0, 6),
  elu: (scope, x) => scope.node('Elu', [x]),
  selu: (scope, x) => scope.node('Selu', [x]),
  sigmoid: (scope, x) => scope.node('Sigmoid', [x]),
  // As in Keras 2 and tfjs: 0.2 x + 0.5 between 0 and 1. Keras 3 has a slope of 1/6.
  hard_sigmoid: (scope, x) => scope.node('HardSigmoid', [x], { alpha: float(0.2), beta: float(0.5) }),
  hard_swish: (scope, x) => scope.node('HardSwish', [x]),
  softplus: (scope, x) => scope.node('Softplus', [x]),
  softsign: (scope, x) => scope.node('Softsign', [x]),
  tanh: (scope, x) => scope.node('Tanh', [x]),
  softmax: (scope, x, rank) => scope.node('Softmax', [x], { axis: int(graphAxis(-1, rank)) }),
  log_softmax: (scope, x, rank) => scope.node('LogSoftmax', [x], { axis: int(graphAxis(-1, rank)) }),
  swish: (scope, x) => scope.node('Mul', [x, scope.node('Sigmoid', [x])]),
  mish: (scope, x) => scope.node('Mul', [x, scope.node('Tanh', [scope.node('Softplus', [x])])]),
  // Gelu is an operator only from opset 20 on; ONNX Runtime fuses exactly these nodes.
  gelu(scope, x) {
    const erf = scope.node('Erf', [scope.node('Div', [x, scope.floats('sqrt2', Math.SQRT2)])]);
    const doubled = scope.node('Mul', [x, scope.node('Add', [erf, scope.floats('one', 1)])]);
    return scope.node('Mul', [doubled, scope.floats('half', 0.5)]);
  },
  gelu_new(scope, x) {
    const cubed = scope.node('Mul', [scope.node('Mul', [x, x]), x]);
    const inner = scope.node('Add', [x, scope.node('Mul', [cubed, scope.floats('cubic', 0.044715)])]);
    const tanh = scope.node('Tanh', [
      scope.node('Mul', [inner, scope.floats('slope', Math.sqrt(2 / Math.PI))]),
    ]);
    const doubled = scope.node('Mul', [x, scope.node('Add', [tanh, scope.floats('one', 1)])]);
    return scope.node('Mul', [doubled, scope.floats('half', 0.5)]);
  },
};

function clip(scope: GraphScope, x: string, min: number, max: number): string {
  return scope.node('Clip', [x, scope.floats('min', min), scope.floats('max', max)]);
}
