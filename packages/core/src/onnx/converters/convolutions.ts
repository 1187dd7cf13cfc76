import { type Attribute, type GraphScope, int, ints } from '../graph.js';
import type { LayerRecord, WeightValue } from '../layer-records.js';
import { transposed } from '../layout.js';
import { activate } from './activations.js';
import { type ConverterTable, requireChannelsLast, unsupported } from './converter.js';
import { windowAttributes } from './windows.js';

export const CONVOLUTIONS: ConverterTable = {
  Conv2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const { shape } = layer.weights.kernel!;
    const kernel = kernelOf(layer, 'kernel');
    const y = convolve(scope, x!, kernel, layer.weights.bias, windowAttributes(layer, sidesOf(shape)));
    return activate(layer, y, scope);
  },

  /** With dilation as in Keras; tfjs's own layer ignores it, also when it computes its output's size. */
  DepthwiseConv2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const dilated = (layer.config.dilation_rate as readonly number[]).some((rate) => rate > 1);
    if (dilated && layer.config.padding !== 'same') throw unsupported(layer, 'dilation with padding "valid"');
    const y = convolve(scope, x!, depthwiseKernelOf(layer), layer.weights.bias, depthwiseAttributes(layer));
    return activate(layer, y, scope);
  },

  SeparableConv2D(layer, [x], scope) {
    requireChannelsLast(layer);
    const filtered = convolve(scope, x!, depthwiseKernelOf(layer), undefined, depthwiseAttributes(layer));
    const y = convolve(scope, filtered, kernelOf(layer, 'pointwise_kernel'), layer.weights.bias);
    return activate(layer, y, scope);
  },

  Conv2DTranspose(layer, [x], scope) {
    requireChannelsLast(layer);
    const kernel = sidesOf(layer.weights.kernel!.shape);
    const strides = layer.config.strides as readonly number[];
    const same = layer.config.padding === 'same';
    // The forward convolution that this one reverses has what its kernel exceeds its stride as padding...
    const pads = kernel.map((side, i) => (same ? Math.max(side - strides[i]!, 0) : 0));
    // ...and leaves out what its stride exceeds its kernel.
    const missing = kernel.map((side, i) => Math.max(strides[i]! - side, 0));
    const attributes = {
      kernel_shape: ints(kernel),
      strides: ints(strides),
      pads: ints([...pads.map((pad) => Math.floor(pad / 2)), ...pads.map((pad) => Math.ceil(pad / 2))]),
      output_padding: ints(missing),
    };
    const y = convolve(scope, x!, kernelOf(layer, 'kernel'), layer.weights.bias, attributes, 'ConvTranspose');
    return activate(layer, y, scope);
  },

  Dense(layer, [x], scope) {
    const { kernel, bias } = layer.weights;
    const rank = layer.inputShapes[0]!.length;
    if (rank === 4) {
      const pointwise = { shape: [1, 1, ...kernel!.shape], data: kernel!.data };
      const y = convolve(scope, x!, transposed(pointwise, [3, 2, 0, 1]), bias);
      return activate(layer, y, scope);
    }
    const weights = [scope.floats('kernel', kernel!.data, kernel!.shape)];
    if (bias) weights.push(scope.floats('bias', bias.data, bias.shape));
    if (rank === 2) return activate(layer, scope.node('Gemm', [x!, ...weights]), scope);
    const product = scope.node('MatMul', [x!, weights[0]!]);
    return activate(layer, bias ? scope.node('Add', [product, weights[1]!]) : product, scope);
  },
};

function convolve(
  scope: GraphScope,
  x: string,
  kernel: WeightValue,
  bias: WeightValue | undefined,
  attributes: Record<string, Attribute> = {},
  opType: 'Conv' | 'ConvTranspose' = 'Conv',
): string {
  const inputs = [x, scope.floats('kernel', kernel.data, kernel.shape)];
  if (bias) inputs.push(scope.floats('bias', bias.data, bias.shape));
  return scope.node(opType, inputs, attributes);
}

/** Keras `[h, w, in, out]` to ONNX `[out, in, h, w]`; transposed convolutions have both the other way round. */
function kernelOf(layer: LayerRecord, name: string): WeightValue {
  return transposed(layer.weights[name]!, [3, 2, 0, 1]);
}

/** Keras `[h, w, channels, multiplier]` to ONNX `[channels * multiplier, 1, h, w]`, one group per channel. */
function depthwiseKernelOf(layer: LayerRecord): WeightValue {
  const { shape, data } = transposed(layer.weights.depthwise_kernel!, [2, 3, 0, 1]);
  return { shape: [shape[0]! * shape[1]!, 1, shape[2]!, shape[3]!], data };
}

function depthwiseAttributes(layer: LayerRecord): Record<string, Attribute> {
  const { shape } = layer.weights.depthwise_kernel!;
  return { ...windowAttributes(layer, sidesOf(shape)), group: int(shape[2]!) };
}

function sidesOf(kernelShape: readonly number[]): [number, number] {
  return [kernelShape[0]!, kernelShape[1]!];
}
