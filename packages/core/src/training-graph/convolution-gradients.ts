import { type Attribute, FLOAT, flag, type Graph, type Ref } from './graph.js';
import { reshape, shapeOfTensor } from './shapes.js';

/** A convolution without its bias and activation. */
export interface Convolution {
  /** `depthwise`: each input channel has filters of its own. */
  readonly kind: 'dense' | 'depthwise';
  /** Strides and padding. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly input: Ref;
  readonly kernel: Ref;
  /** `[height, width, input channels, output channels or multiplier]`. */
  readonly kernelShape: readonly number[];
  /** A 1x1 kernel moved by one pixel: a product of matrices. */
  readonly isPointwise: boolean;
}

/*
 * TensorFlow has an operation for each gradient. For 1x1 convolutions oneDNN's take 1.4 (input) and 2.1 (kernel) times as
 * long as the forward pass, which does as many multiplications; as matrix products they take about as long.
 */

/** Gradient by the kernel, in the kernel's shape. */
export function gradientByKernel(graph: Graph, convolution: Convolution, gradient: Ref): Ref {
  const { kind, attributes, input, kernelShape, isPointwise } = convolution;
  const [, , inputChannels, outputChannels] = kernelShape as [number, number, number, number];
  if (isPointwise) {
    const pixels = reshape(graph, input, [-1, inputChannels]);
    const pixelGradients = reshape(graph, gradient, [-1, outputChannels]);
    const product = graph.add('MatMul', [pixels, pixelGradients], { ...FLOAT, transpose_a: flag(true) });
    return reshape(graph, product, kernelShape);
  }
  const operation = kind === 'dense' ? 'Conv2DBackpropFilter' : 'DepthwiseConv2dNativeBackpropFilter';
  return graph.add(operation, [input, graph.ints(kernelShape), gradient], attributes);
}

/** Gradient by the input, in the input's shape. */
export function gradientByInput(graph: Graph, convolution: Convolution, gradient: Ref): Ref {
  const { kind, attributes, input, kernel, kernelShape, isPointwise } = convolution;
  const [, , inputChannels, outputChannels] = kernelShape as [number, number, number, number];
  if (isPointwise) {
    const matrix = reshape(graph, kernel, [inputChannels, outputChannels]);
    const pixelGradients = reshape(graph, gradient, [-1, outputChannels]);
    const product = graph.add('MatMul', [pixelGradients, matrix], { ...FLOAT, transpose_b: flag(true) });
    return reshape(graph, product, shapeOfTensor(graph, input));
  }
  const operation = kind === 'dense' ? 'Conv2DBackpropInput' : 'DepthwiseConv2dNativeBackpropInput';
  return graph.add(operation, [shapeOfTensor(graph, input), kernel, gradient], attributes);
}
