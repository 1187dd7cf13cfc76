import * as tf from '@tensorflow/tfjs';
import type { AttrValue } from './messages.js';
import { type Constant, kindOf } from './tensor.js';

type Fold = (
  inputs: readonly tf.Tensor[],
  attr: Readonly<Record<string, AttrValue>>,
) => tf.Tensor | undefined;
const two =
  (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Fold =>
  ([a, b]) =>
    op(a!, b!);
const one =
  (op: (a: tf.Tensor) => tf.Tensor): Fold =>
  ([a]) =>
    op(a!);
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** What is done to weights and shapes before they meet a picture. Whatever else is done to them, ONNX Runtime computes. */
const FOLDS: Readonly<Record<string, Fold>> = {
  Add: two(tf.add),
  AddV2: two(tf.add),
  Sub: two(tf.sub),
  Mul: two(tf.mul),
  RealDiv: two(tf.div),
  Maximum: two(tf.maximum),
  Minimum: two(tf.minimum),
  Sqrt: one(tf.sqrt),
  Rsqrt: one(tf.rsqrt),
  Square: one(tf.square),
  Neg: one(tf.neg),
  Reshape: ([x, shape]) => tf.reshape(x!, numbers(shape!)),
  ExpandDims: ([x, axis]) => tf.expandDims(x!, numbers(axis!)[0]),
  Squeeze: ([x], { squeeze_dims }) => tf.squeeze(x!, squeeze_dims?.list?.i),
  Transpose: ([x, perm]) => tf.transpose(x!, numbers(perm!)),
  StridedSlice: ([x, begin, end, strides], attr) => {
    const mask = (name: string) => attr[name]?.i ?? 0;
    return tf.stridedSlice(
      x!,
      numbers(begin!),
      numbers(end!),
      numbers(strides!),
      mask('begin_mask'),
      mask('end_mask'),
      mask('ellipsis_mask'),
      mask('new_axis_mask'),
      mask('shrink_axis_mask'),
    );
  },
  Cast([x], { DstT }) {
    const kind = kindOf(DstT?.type);
    return kind === 'integer' || kind === 'float'
      ? tf.cast(x!, kind === 'integer' ? 'int32' : 'float32')
      : undefined;
  },
  ConcatV2: (inputs) => tf.concat(inputs.slice(0, -1), numbers(inputs.at(-1)!)[0]),
  Pack: (inputs, { axis }) => tf.stack([...inputs], axis?.i ?? 0),
};

/** @returns the operation's result where it is known now; undefined where it is left to the network. */
export function foldConstants(
  op: string,
  inputs: readonly Constant[],
  attr: Readonly<Record<string, AttrValue>>,
): Constant | undefined {
  const fold = FOLDS[op];
  if (!fold || inputs.length === 0 || !inputs.every(isExact)) return undefined;
  let folded: Constant | undefined;
  tf.tidy(() => {
    const tensors = inputs.map(({ kind, shape, data }) =>
      tf.tensor(data as Float32Array, [...shape], kind === 'float' ? 'float32' : 'int32'),
    );
    const result = fold(tensors, attr);
    if (!result) return;
    const { shape, dtype } = result;
    const data = result.dataSync();
    folded =
      dtype === 'float32'
        ? { kind: 'float', shape, data: data as Float32Array }
        : { kind: 'integer', shape, data: [...data] };
  });
  return folded;
}

function isExact({ kind, data }: Constant): boolean {
  if (kind === 'float') return true;
  return kind === 'integer' && data.every((value) => Math.abs(value) < 2 ** 31);
}
