import { scaleAndShift } from '../batch-norm.js';
import { float, int } from '../graph.js';
import type { WeightValue } from '../layer-records.js';
import { constantFromKeras, graphAxis } from '../layout.js';
import { type ConverterTable, unsupported } from './converter.js';

export const NORMALISATION: ConverterTable = {
  BatchNormalization(layer, [x], scope) {
    const rank = layer.inputShapes[0]!.length;
    const axis = graphAxis(layer.config.axis as number, rank);
    const { moving_mean: mean, moving_variance: variance } = layer.weights;
    const { gamma = filled(mean!, 1), beta = filled(mean!, 0) } = layer.weights;
    if (axis === 1) {
      const parameters = Object.entries({ gamma, beta, mean: mean!, variance: variance! });
      return scope.node(
        'BatchNormalization',
        [x!, ...parameters.map(([name, { data, shape }]) => scope.floats(name, data, shape))],
        { epsilon: float(layer.config.epsilon as number) },
      );
    }
    const { scale, shift } = scaleAndShift(layer);
    const dims = Array.from({ length: rank }, (_, i) => (i === axis ? scale.length : 1));
    const scaled = scope.node('Mul', [x!, scope.floats('scale', Float32Array.from(scale), dims)]);
    return scope.node('Add', [scaled, scope.floats('shift', Float32Array.from(shift), dims)]);
  },

  /** Written out over any axes; ONNX Runtime fuses it where the axes are the last ones. */
  LayerNormalization(layer, [x], scope) {
    const rank = layer.inputShapes[0]!.length;
    const kerasAxes = [layer.config.axis as number | number[]]
      .flat()
      .map((axis) => (axis < 0 ? axis + rank : axis));
    // tfjs reshapes gamma and beta without reordering them.
    if (kerasAxes.some((axis, i) => axis < (kerasAxes[i - 1] ?? 0)))
      throw unsupported(layer, 'axes out of order');
    const axes = kerasAxes.map((axis) => graphAxis(axis, rank));
    const mean = (of: string) =>
      scope.node('ReduceMean', [of, scope.integers('axes', axes)], { keepdims: int(1) });

    const centred = scope.node('Sub', [x!, mean(x!)]);
    const variance = mean(scope.node('Mul', [centred, centred]));
    const epsilon = scope.floats('epsilon', layer.config.epsilon as number);
    const deviation = scope.node('Sqrt', [scope.node('Add', [variance, epsilon])]);
    let y = scope.node('Div', [centred, deviation]);

    const { gamma, beta } = layer.weights;
    const parameter = (name: string, { data, shape }: WeightValue) => {
      const dims = Array.from({ length: rank }, (_, axis) => shape[kerasAxes.indexOf(axis)] ?? 1);
      const ordered = constantFromKeras({ shape: dims, data });
      return scope.floats(name, ordered.data, ordered.shape);
    };
    if (gamma) y = scope.node('Mul', [y, parameter('gamma', gamma)]);
    if (beta) y = scope.node('Add', [y, parameter('beta', beta)]);
    return y;
  },

  /** Of channels: `(x - mean) / sqrt(variance)`, from the configuration or else from weights. */
  Normalization({ config, weights, inputShapes }, [x], scope) {
    const mean = (config.mean as number[] | null) ?? [...weights.mean!.data];
    const variance = (config.variance as number[] | null) ?? [...weights.variance!.data];
    const scale = variance.map((value) => 1 / Math.max(Math.sqrt(value), 1e-7));
    const shift = mean.map((value, c) => -value * scale[c]!);
    const [scales, shifts] = [scale, shift].map((values, i) => {
      const shape = [...inputShapes[0]!.slice(1).map(() => 1), values.length];
      const constant = constantFromKeras({ shape, data: Float32Array.from(values) });
      return scope.floats(i === 0 ? 'scale' : 'shift', constant.data, constant.shape);
    });
    return scope.node('Add', [scope.node('Mul', [x!, scales!]), shifts!]);
  },

  /** Keras's layer of ConvNeXt: a factor per channel. */
  LayerScale({ inputShapes, weights }, [x], scope) {
    const { data } = weights.gamma!;
    const shape = [...inputShapes[0]!.slice(1).map(() => 1), data.length];
    const gamma = constantFromKeras({ shape, data });
    return scope.node('Mul', [x!, scope.floats('gamma', gamma.data, gamma.shape)]);
  },

  Rescaling({ config }, [x], scope) {
    const scaled = scope.node('Mul', [x!, scope.floats('scale', config.scale as number)]);
    return scope.node('Add', [scaled, scope.floats('offset', (config.offset as number) ?? 0)]);
  },
};

function filled({ shape }: WeightValue, value: number): WeightValue {
  return { shape, data: new Float32Array(shape[0]!).fill(value) };
}
