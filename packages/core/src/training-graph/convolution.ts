import { emitActivation } from './activations.js';
import { type ScaleAndShift, scaleAndShift } from './batch-norm.js';
import { type Convolution, gradientByInput, gradientByKernel } from './convolution-gradients.js';
import { FLOAT, type Graph, integers, type Ref, text } from './graph.js';
import type { LayerContext, LayerRule } from './layer-rule.js';
import { reshape, sumOver } from './shapes.js';

/** Kernel `[height, width, input channels, output channels]`. */
export const conv2d: LayerRule = (layer, [x]) => emitConvolution(layer, x!, 'dense', 'kernel');

/** Kernel `[height, width, channels, multiplier]`. */
export const depthwiseConv2d: LayerRule = (layer, [x]) =>
  emitConvolution(layer, x!, 'depthwise', 'depthwise_kernel');

/** A depthwise convolution, and on its channels a pointwise one that has the bias, the activation and the batch norm. */
export const separableConv2d: LayerRule = (layer, [x]) => {
  const { config, weights } = layer;
  const lower = {
    ...layer,
    config: { ...config, activation: 'linear' },
    weights: { ...weights, value: (name: string) => (name === 'bias' ? undefined : weights.value(name)) },
    norm: undefined,
  };
  const depthwise = emitConvolution(lower, x!, 'depthwise', 'depthwise_kernel');
  const upper = { ...layer, config: { ...config, strides: 1 } };
  const pointwise = depthwise && emitConvolution(upper, depthwise.output, 'dense', 'pointwise_kernel');
  return (
    pointwise && {
      output: pointwise.output,
      backward: (gradient) => depthwise.backward(pointwise.backward(gradient)[0]!),
    }
  );
};

/**
 * A batch norm behind the convolution costs no pass over its output: `(conv(x, W) + b) * s + t` is
 * `conv(x, W * s) + (b * s + t)`, and the gradients by W and s come from that by `W * s`, which is small.
 */
function emitConvolution(
  layer: LayerContext,
  x: Ref,
  kind: Convolution['kind'],
  kernelName: string,
): ReturnType<LayerRule> {
  const { graph, config, weights } = layer;
  const attributes = attributesOf(config);
  if (!attributes) return undefined;
  const kernel = weights.value(kernelName)!;
  const kernelShape = weights.shape(kernelName);
  const bias = weights.value('bias');
  const norm = layer.norm && scaleAndShift(graph, layer.norm);

  // In the shape of the kernel's last axes: output channels, or channels and multiplier.
  const scale = norm && reshape(graph, norm.scale, kernelShape.slice(kind === 'dense' ? 3 : 2));
  const applied = scale ? graph.add('Mul', [kernel, scale]) : kernel;
  const offset = norm ? shiftedBias(graph, norm, bias) : bias;
  const isPointwise =
    kind === 'dense' &&
    [...kernelShape.slice(0, 2), ...pair(config.strides ?? 1)].every((size) => size === 1);
  const convolution = { kind, attributes, input: x, kernel: applied, kernelShape, isPointwise };
  const forward = kind === 'dense' ? 'Conv2D' : 'DepthwiseConv2dNative';
  const linear = graph.add(forward, [x, applied], attributes);
  const sum = offset ? graph.add('BiasAdd', [linear, offset]) : linear;
  const activation = emitActivation(graph, config.activation, sum);
  if (!activation) return undefined;

  return {
    output: activation.output,
    backward(outputGradient) {
      const [gradient] = activation.backward(outputGradient) as [Ref];
      const byApplied = gradientByKernel(graph, convolution, gradient);
      const byOffset = graph.add('BiasAddGrad', [gradient]);
      weights.learn(kernelName, scale ? graph.add('Mul', [byApplied, scale]) : byApplied);
      if (bias) weights.learn('bias', norm ? graph.add('Mul', [byOffset, norm.scale]) : byOffset);
      if (norm) {
        const perChannel = sumOver(
          graph,
          graph.add('Mul', [byApplied, kernel]),
          kind === 'dense' ? [0, 1, 2] : [0, 1],
        );
        const throughKernel = reshape(graph, perChannel, [-1]);
        const throughBias = bias && graph.add('Mul', [byOffset, bias]);
        norm.learn(throughBias ? graph.add('AddV2', [throughKernel, throughBias]) : throughKernel, byOffset);
      }
      return [gradientByInput(graph, convolution, gradient)];
    },
  };
}

function shiftedBias(graph: Graph, { scale, shift }: ScaleAndShift, bias: Ref | undefined): Ref {
  return bias ? graph.add('AddV2', [graph.add('Mul', [bias, scale]), shift]) : shift;
}

/** Undefined for what TensorFlow's gradient operations cannot do on a processor. */
function attributesOf({ padding, data_format, groups = 1, strides, dilation_rate }: LayerContext['config']) {
  const dilated = pair(dilation_rate ?? 1).some((rate) => rate !== 1);
  if (data_format === 'channels_first' || groups !== 1 || dilated) return undefined;
  return {
    ...FLOAT,
    strides: integers([1, ...pair(strides ?? 1), 1]),
    padding: text(String(padding).toUpperCase()),
  };
}

/** Keras writes a square as one number or two. */
export function pair(value: unknown): [number, number] {
  const [first, second] = [value].flat() as number[];
  return [first!, second ?? first!];
}
