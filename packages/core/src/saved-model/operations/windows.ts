import { type Attribute, float, int, ints, text } from '../../onnx/graph.js';
import {
  type Converter,
  type Converters,
  first,
  firstNode,
  input,
  knownNumbers,
  listAttribute,
  type Operation,
  plain,
  requireChannelsLast,
  textAttribute,
} from '../operation.js';
import { transposed } from '../value.js';

/** What moves a window over pictures: convolutions and pooling, with the batch norms that follow them. */
export const WINDOWS: Converters = {
  Conv2D(operation) {
    const kernel = kernelOf(operation, [3, 2, 0, 1]);
    const [, , inner] = kernel.sides;
    const channels = operation.shapeOf(0)?.[3] ?? -1;
    const group = channels > 0 ? channels / inner : 1;
    if (!Number.isInteger(group)) {
      operation.refuse(`its kernel takes ${inner} channels and it is given ${channels}`);
    }
    return convolution(operation, kernel, group);
  },
  DepthwiseConv2dNative(operation) {
    const kernel = kernelOf(operation, [2, 3, 0, 1]);
    const [height, width, channels, multiplier] = kernel.sides;
    const grouped = operation.scope.integers('shape', [channels * multiplier, 1, height, width]);
    const name = operation.scope.node('Reshape', [kernel.name, grouped]);
    return convolution(operation, { ...kernel, name }, channels);
  },
  MaxPool: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  ...Object.fromEntries(
    ['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'].map((op) => [op, batchNorm] as const),
  ),
  SpaceToBatchND(operation) {
    const blocks = knownNumbers(operation, 1);
    const flat = knownNumbers(operation, 2);
    if (blocks.length !== 2 || flat.length !== 4) operation.refuse('expected blocks of two sides');
    const paddings = [flat.slice(0, 2), flat.slice(2)];
    return [{ first: first(operation, 0), spaced: { blocks, paddings, applied: false } }];
  },
  BatchToSpaceND(operation) {
    const { spaced } = input(operation, 0);
    const [top, bottom, left, right] = knownNumbers(operation, 2);
    if (!spaced?.applied || top !== 0 || left !== 0) {
      operation.refuse('it is no part of a dilated convolution as TensorFlow writes it');
    }
    const { scope } = operation;
    const cut = [bottom!, right!];
    if (cut.every((side) => side === 0)) return [{ first: first(operation, 0) }];
    const ends = cut.map((side) => (side === 0 ? 2 ** 31 : -side));
    const lists = [[0, 0], ends, [2, 3]].map((list) => scope.integers('slice', list));
    return firstNode(operation, 'Slice', [first(operation, 0), ...lists]);
  },
};

interface Kernel {
  /** Of its tensor in the order that ONNX asks for. */
  readonly name: string;
  /** In TensorFlow's order: height, width and two counts of channels. */
  readonly sides: readonly [number, number, number, number];
}

/** A kernel with its axes turned: into `[out, in, height, width]` or, for depthwise ones, `[channels, multiplier, height, width]`. */
function kernelOf(operation: Operation, perm: readonly number[]): Kernel {
  const { scope, refuse } = operation;
  const { constant } = input(operation, 1);
  const sides = constant?.shape ?? operation.shapeOf(1);
  if (sides?.length !== 4 || sides.some((side) => side <= 0)) refuse(`its kernel has shape [${sides}]`);
  const turned = constant && transposed(constant, perm);
  const name = turned
    ? scope.floats('kernel', turned.data, turned.shape)
    : scope.node('Transpose', [plain(operation, 1)], { perm: ints(perm) });
  return { name, sides: sides as unknown as Kernel['sides'] };
}

function convolution(operation: Operation, { name, sides }: Kernel, group: number): ReturnType<Converter> {
  requireChannelsLast(operation);
  const { scope, refuse } = operation;
  const { spaced } = input(operation, 0);
  const window = sides.slice(0, 2);
  const [, ...rest] = listAttribute(operation, 'dilations') ?? [];
  const own = rest.length === 3 ? rest.slice(0, 2) : [1, 1];
  const isPlain = own.every((side) => side === 1) && textAttribute(operation, 'padding') === 'VALID';
  if (spaced && (spaced.applied || !isPlain)) {
    refuse('expected one plain convolution after SpaceToBatchND');
  }
  const dilations = spaced?.blocks ?? own;
  const strides = windowStrides(operation);
  const pads = spaced
    ? { pads: ints([0, 1].flatMap((end) => spaced.paddings.map((pair) => pair[end]!))) }
    : padding(operation, window, strides, dilations);
  const output = scope.node('Conv', [first(operation, 0), name], {
    kernel_shape: ints(window),
    strides: ints(strides),
    dilations: ints(dilations),
    group: int(group),
    ...pads,
  });
  return [{ first: output, spaced: spaced && { ...spaced, applied: true } }];
}

function pooling(opType: string): Converter {
  return (operation) => {
    requireChannelsLast(operation);
    const [, height, width] = listAttribute(operation, 'ksize') ?? [];
    if (!height || !width) operation.refuse('its window has no size');
    const sides = [height!, width!];
    const strides = windowStrides(operation);
    return firstNode(operation, opType, [first(operation, 0)], {
      kernel_shape: ints(sides),
      strides: ints(strides),
      ...padding(operation, sides, strides, [1, 1]),
    });
  };
}

function windowStrides(operation: Operation): number[] {
  const [, height, width] = listAttribute(operation, 'strides') ?? [];
  if (!height || !width) operation.refuse('its strides are missing');
  return [height!, width!];
}

/**
 * TensorFlow's SAME puts the odd pixel at the end, as SAME_UPPER does, and how many there are depends on the picture's size
 * where the stride is not 1. ONNX Runtime refuses SAME_UPPER together with dilations, which then have stride 1.
 */
function padding(
  operation: Operation,
  sides: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): Readonly<Record<string, Attribute>> {
  const kind = textAttribute(operation, 'padding');
  if (kind === 'VALID') return {};
  if (kind === 'EXPLICIT') {
    const [, , top, bottom, left, right] = listAttribute(operation, 'explicit_paddings') ?? [];
    return { pads: ints([top!, left!, bottom!, right!]) };
  }
  if (kind !== 'SAME') operation.refuse(`its padding is ${kind}; expected SAME, VALID or EXPLICIT`);
  if (strides.every((stride) => stride === 1)) {
    const total = sides.map((side, i) => (side - 1) * dilations[i]!);
    return {
      pads: ints([...total.map((both) => Math.floor(both / 2)), ...total.map((both) => Math.ceil(both / 2))]),
    };
  }
  if (dilations.some((dilation) => dilation !== 1)) operation.refuse('it has strides and dilations');
  return { auto_pad: text('SAME_UPPER') };
}

function batchNorm(operation: Operation): ReturnType<Converter> {
  requireChannelsLast(operation);
  const { attr, refuse } = operation;
  if (attr.is_training?.b ?? true) {
    refuse('it takes its statistics from the batch: the model was saved as it trains. Save it for inference');
  }
  const statistics = [1, 2, 3, 4].map((i) => plain(operation, i));
  return firstNode(operation, 'BatchNormalization', [first(operation, 0), ...statistics], {
    epsilon: float(attr.epsilon?.f ?? 1e-4),
  });
}
