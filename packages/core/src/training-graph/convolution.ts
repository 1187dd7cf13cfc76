import { emitActivation } from './activations.js';
import { scaleAndShift } from './batch-norm.js';
import { FLOAT, type Graph, integers, type Ref, text } from './graph.js';
import type { LayerContext, LayerRule } from './layer-rule.js';
import { reshape, shapeOfTensor, sumOver } from './shapes.js';

/** TensorFlow's names for a kind of convolution, and how its kernel's axes count output channels. */
interface Kind {
  readonly kernel: string;
  readonly forward: string;
  readonly inputGradient: string;
  readonly kernelGradient: string;
  /** Axes of the kernel that one output channel sums over. */
  readonly summed: readonly number[];
  /** Last axes of the kernel, which together are the output channels. */
  readonly channelAxes: number;
}

/** Kernel `[height, width, input channels, output channels]`. */
export const conv2d: LayerRule = (layer, inputs) =>
  convolution(layer, inputs[0]!, {
    kernel: 'kernel',
    forward: 'Conv2D',
    inputGradient: 'Conv2DBackpropInput',
    kernelGradient: 'Conv2DBackpropFilter',
    summed: [0, 1, 2],
    channelAxes: 1,
  });

/** Kernel `[height, width, channels, multiplier]`. */
export const depthwiseConv2d: LayerRule = (layer, inputs) =>
  convolution(layer, inputs[0]!, {
    kernel: 'depthwise_kernel',
    forward: 'DepthwiseConv2dNative',
    inputGradient: 'DepthwiseConv2dNativeBackpropInput',
    kernelGradient: 'DepthwiseConv2dNativeBackpropFilter',
    summed: [0, 1],
    channelAxes: 2,
  });

/**
 * A batch norm behind the convolution costs no pass over its output: `(conv(x, W) + b) * s + t` is
 * `conv(x, W * s) + (b * s + t)`, and the gradients by W and s come from that by `W * s`, which is small.
 */
function convolution(layer: LayerContext, x: Ref, kind: Kind): ReturnType<LayerRule> {
  const { graph, config, weights } = layer;
  const attributes = attributesOf(config);
  if (!attributes || (layer.norm && (config.activation ?? 'linear') !== 'linear')) return undefined;
  const kernel = weights.value(kind.kernel)!;
  const kernelShape = weights.shape(kind.kernel);
  const bias = weights.value('bias');
  const norm = layer.norm && scaleAndShift(graph, layer.norm);

  // The scale in the shape of the kernel's last axes: [output channels] or [channels, multiplier].
  const scale = norm && reshape(graph, norm.scale, kernelShape.slice(-kind.channelAxes));
  const applied = scale ? graph.add('Mul', [kernel, scale]) : kernel;
  const offset = norm ? shifted(graph, norm, bias) : bias;
  const linear = graph.add(kind.forward, [x, applied], attributes);
  const activation = emitActivation(
    graph,
    config.activation,
    offset ? graph.add('BiasAdd', [linear, offset]) : linear,
  );
  if (!activation) return undefined;

  return {
    output: activation.output,
    backward(outputGradient) {
      const [gradient] = activation.backward(outputGradient) as [Ref];
      const byApplied = graph.add(kind.kernelGradient, [x, graph.ints(kernelShape), gradient], attributes);
      weights.learn(kind.kernel, scale ? graph.add('Mul', [byApplied, scale]) : byApplied);
      if (offset) {
        const byOffset = graph.add('BiasAddGrad', [gradient]);
        if (bias) weights.learn('bias', norm ? graph.add('Mul', [byOffset, norm.scale]) : byOffset);
        if (norm) {
          const perChannel = sumOver(graph, graph.add('Mul', [byApplied, kernel]), kind.summed);
          const throughKernel = reshape(graph, perChannel, [-1]);
          const byScale = bias
            ? graph.add('AddV2', [throughKernel, graph.add('Mul', [byOffset, bias])])
            : throughKernel;
          norm.learn(byScale, byOffset);
        }
      }
      return [graph.add(kind.inputGradient, [shapeOfTensor(graph, x), applied, gradient], attributes)];
    },
  };
}

function shifted(graph: Graph, { scale, shift }: { scale: Ref; shift: Ref }, bias: Ref | undefined): Ref {
  return bias ? graph.add('AddV2', [graph.add('Mul', [bias, scale]), shift]) : shift;
}

/** Undefined for what TensorFlow's CPU kernels cannot do. */
function attributesOf(config: Readonly<Record<string, unknown>>) {
  const { padding, data_format, strides, dilation_rate, groups = 1 } = config;
  if (data_format === 'channels_first' || groups !== 1) return undefined;
  const dilations = pair(dilation_rate ?? 1);
  if (dilations.some((rate) => rate !== 1)) return undefined;
  return {
    ...FLOAT,
    strides: integers([1, ...pair(strides ?? 1), 1]),
    padding: text(String(padding).toUpperCase()),
  };
}

/** Keras writes a square as one number or two. */
export function pair(value: unknown): [number, number] {
  const list = [value].flat() as number[];
  return [list[0]!, list[1] ?? list[0]!];
}
