import { type Attribute, ints, text } from '../graph.js';
import type { LayerRecord } from '../layer-records.js';

/** `[vertical, horizontal]`. */
type Pair = readonly [number, number];

/**
 * How a convolution's or pool's window moves, as ONNX attributes. TensorFlow pads `same` by what the last window lacks,
 * the odd row at the bottom and right: explicit pads where the input's size is fixed, `SAME_UPPER` where it is not.
 */
export function windowAttributes(layer: LayerRecord, kernel: Pair): Record<string, Attribute> {
  const dilations = (layer.config.dilation_rate ?? [1, 1]) as Pair;
  const pads = windowPads(layer, kernel);
  return {
    kernel_shape: ints(kernel),
    strides: ints(layer.config.strides as Pair),
    ...(dilations.some((rate) => rate > 1) ? { dilations: ints(dilations) } : {}),
    ...(pads ? { pads: ints(pads) } : { auto_pad: text('SAME_UPPER') }),
  };
}

/**
 * `padding` is Keras's word or, where zero padding was folded in, that layer's numbers.
 *
 * @returns `[top, left, bottom, right]`, or undefined where they depend on the size of the picture.
 */
export function windowPads(layer: LayerRecord, kernel: Pair): number[] | undefined {
  const { padding } = layer.config;
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding !== 'same') {
    const [[top, bottom], [left, right]] = padding as readonly [Pair, Pair];
    return [top, left, bottom, right];
  }
  const [, height, width] = layer.inputShapes[0]!;
  if (height == null || width == null) return undefined;
  const strides = layer.config.strides as Pair;
  const dilations = (layer.config.dilation_rate ?? [1, 1]) as Pair;
  const [vertical, horizontal] = [height, width].map((size, i) =>
    samePads(size, (kernel[i]! - 1) * dilations[i]! + 1, strides[i]!),
  );
  return [vertical![0], horizontal![0], vertical![1], horizontal![1]];
}

/** As in TensorFlow's guide "Convolution", section "same". */
function samePads(size: number, reach: number, stride: number): Pair {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
