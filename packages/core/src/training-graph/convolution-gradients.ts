import {
  type Attribute,
  FLOAT,
  flag,
  type Graph,
  integer,
  type Ref,
  text,
  type as typeAttribute,
} from './graph.js';
import { pad, reshape, shapeOfTensor } from './shapes.js';

/** A convolution without its bias and activation. */
export interface Convolution {
  /** The kernel's channels are `depthwise` when each input channel has filters of its own. */
  readonly kind: 'dense' | 'depthwise';
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly padding: 'same' | 'valid';
  readonly strides: readonly number[];
  readonly input: Ref;
  readonly kernel: Ref;
  /** `[height, width, input channels, output channels or multiplier]`. */
  readonly kernelShape: readonly [number, number, number, number];
  /** `[height, width, channels]` of the output. */
  readonly outputShape: readonly number[];
}

/*
 * TensorFlow has an operation for each gradient, but on a processor (oneDNN 3, AVX-512) it takes 1.4 to 2.5 times as long
 * as the forward pass, which does the same number of multiplications. Where a gradient can be had from operations that run
 * at the speed of the forward pass, that way is taken; docs/decisions/0007 has the times.
 */

/** Gradient by the kernel, in the kernel's shape. */
export function gradientByKernel(graph: Graph, convolution: Convolution, gradient: Ref): Ref {
  const { kind, attributes, input, kernelShape } = convolution;
  const [, , inputChannels, outputChannels] = kernelShape;
  const wide = Math.min(inputChannels, outputChannels) >= WIDE;
  if (kind === 'dense' && isUnstrided(convolution) && (isPointwise(convolution) || wide)) {
    return kernelProducts(graph, convolution, gradient);
  }
  const operation = kind === 'dense' ? 'Conv2DBackpropFilter' : 'DepthwiseConv2dNativeBackpropFilter';
  return graph.add(operation, [input, graph.ints(kernelShape), gradient], attributes);
}

/** Gradient by the input, in the input's shape. */
export function gradientByInput(graph: Graph, convolution: Convolution, gradient: Ref): Ref {
  const { kind, attributes, input, kernel, kernelShape, padding } = convolution;
  const [height, width, inputChannels, outputChannels] = kernelShape;
  if (kind === 'dense' && isPointwise(convolution) && isUnstrided(convolution)) {
    const matrix = reshape(graph, kernel, [inputChannels, outputChannels]);
    const product = graph.add('MatMul', [reshape(graph, gradient, [-1, outputChannels]), matrix], {
      ...FLOAT,
      transpose_b: flag(true),
    });
    return reshape(graph, product, shapeOfTensor(graph, input));
  }
  const centred = padding === 'same' && height % 2 === 1 && width % 2 === 1 && isUnstrided(convolution);
  if (centred && (kind === 'dense' || outputChannels === 1)) {
    // Each input pixel reaches the outputs around it: a convolution with the kernel turned by half a turn.
    const turned = graph.add('ReverseV2', [kernel, graph.ints([0, 1])], {
      ...FLOAT,
      Tidx: typeAttribute('int32'),
    });
    if (kind === 'depthwise') return graph.add('DepthwiseConv2dNative', [gradient, turned], attributes);
    const swapped = graph.add('Transpose', [turned, graph.ints([0, 1, 3, 2])], {
      ...FLOAT,
      Tperm: typeAttribute('int32'),
    });
    return graph.add('Conv2D', [gradient, swapped], attributes);
  }
  const operation = kind === 'dense' ? 'Conv2DBackpropInput' : 'DepthwiseConv2dNativeBackpropInput';
  return graph.add(operation, [shapeOfTensor(graph, input), kernel, gradient], attributes);
}

/** Fewer channels than this make matrices too thin to be fast. */
const WIDE = 64;

/**
 * One matrix product per position in the kernel: the input's pixels under that position, transposed, times the gradient's
 * pixels.
 */
function kernelProducts(graph: Graph, convolution: Convolution, gradient: Ref): Ref {
  const { input, kernelShape, outputShape, padding } = convolution;
  const [height, width, inputChannels, outputChannels] = kernelShape;
  const pixelGradients = reshape(graph, gradient, [-1, outputChannels]);
  const product = (pixels: Ref) =>
    graph.add('MatMul', [reshape(graph, pixels, [-1, inputChannels]), pixelGradients], {
      ...FLOAT,
      transpose_a: flag(true),
    });
  if (isPointwise(convolution)) return reshape(graph, product(input), kernelShape);

  // TensorFlow's SAME at stride 1: where the total is odd, one more at the bottom and right.
  const around = (size: number) => [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)] as const;
  const source = padding === 'same' ? pad(graph, input, around(height), around(width)) : input;
  const products: Ref[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const size = graph.ints([-1, outputShape[0]!, outputShape[1]!, inputChannels]);
      const under = graph.add('Slice', [source, graph.ints([0, y, x, 0]), size], {
        ...FLOAT,
        Index: typeAttribute('int32'),
      });
      products.push(product(under));
    }
  }
  return reshape(graph, graph.add('Pack', products, { ...FLOAT, N: integer(products.length) }), kernelShape);
}

function isPointwise({ kernelShape: [height, width] }: Convolution): boolean {
  return height === 1 && width === 1;
}

function isUnstrided({ strides }: Convolution): boolean {
  return strides.every((stride) => stride === 1);
}
