import * as tf from '@tensorflow/tfjs';
import { type GraphScope, ints } from '../onnx/graph.js';
import type { Constant } from './tensor.js';

/**
 * A tensor on its way from TensorFlow's graph into ONNX's. Pictures are held channels first where convolutions give them so,
 * and turned only for operations that need TensorFlow's order: turning costs more than many operations.
 */
export interface Value {
  readonly constant?: Constant;
  /** Its name in the ONNX graph, axes in TensorFlow's order. */
  plain?: string;
  /** The same `[batch, channels, height, width]`, where TensorFlow has `[batch, height, width, channels]`. */
  first?: string;
  /** Between SpaceToBatchND and BatchToSpaceND, which together are how TensorFlow writes a dilated convolution. */
  readonly spaced?: Spaced;
}

export interface Spaced {
  readonly blocks: readonly number[];
  /** `[top, bottom]`, `[left, right]`. */
  readonly paddings: readonly (readonly number[])[];
  /** Whether the convolution has taken both into account. */
  readonly applied: boolean;
}

const TO_FIRST = [0, 3, 1, 2];
export const TO_LAST = [0, 2, 3, 1];

/** Where an axis of a picture stands once channels are first. */
export function firstAxis(axis: number): number {
  return TO_FIRST.indexOf(axis < 0 ? axis + 4 : axis);
}

/** @returns the tensor's name, axes in TensorFlow's order. */
export function plainName(value: Value, scope: GraphScope): string {
  value.plain ??= value.constant
    ? constantName(value.constant, scope)
    : scope.node('Transpose', [value.first!], { perm: ints(TO_LAST) });
  return value.plain;
}

/** @returns the tensor's name, channels first; constants of lower rank as they broadcast against it. */
export function firstName(value: Value, scope: GraphScope): string {
  value.first ??= value.constant
    ? constantName(channelsFirst(value.constant), scope)
    : scope.node('Transpose', [value.plain!], { perm: ints(TO_FIRST) });
  return value.first;
}

function constantName({ kind, shape, data }: Constant, scope: GraphScope): string {
  if (kind === 'float') return scope.floats('constant', data, shape);
  if (kind === 'text') throw new Error('it computes with text');
  const list = scope.integers('constant', data.map(Number));
  const typed = kind === 'boolean' ? scope.node('Cast', [list], { to: { type: 2, i: 9 } }) : list;
  return shape.length === 1 ? typed : scope.node('Reshape', [typed, scope.integers('shape', shape)]);
}

function channelsFirst(constant: Constant): Constant {
  const { shape, data } = constant;
  if (data.length === 1) return { ...constant, shape: [] };
  const [last] = shape;
  // A vector along the channels: ONNX Runtime folds scales and biases of this shape into convolutions.
  if (shape.length === 1) return { ...constant, shape: [last!, 1, 1] };
  return transposed(constant, TO_FIRST, [...Array(4 - shape.length).fill(1), ...shape]);
}

/** @param shape the same values seen with another shape first. */
export function transposed(
  constant: Constant,
  perm: readonly number[],
  shape: readonly number[] = constant.shape,
) {
  if (constant.kind !== 'float') throw new Error('it turns a constant that holds no floats');
  // Read outside of `tidy`, which would look through every number for tensors.
  const turned = tf.tidy(() => tf.transpose(tf.tensor(constant.data, [...shape]), [...perm]));
  const data = turned.dataSync<'float32'>();
  turned.dispose();
  return { kind: 'float' as const, shape: perm.map((axis) => shape[axis]!), data };
}
