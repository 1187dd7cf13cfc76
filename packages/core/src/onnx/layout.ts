import { type GraphScope, ints } from './graph.js';
import type { WeightValue } from './layer-records.js';

/*
 * The one rule about layouts: inside the graph a tensor of rank 4 is always [batch, channels, height, width], the order
 * that ONNX Runtime computes in, and any other rank is as in Keras. So transposes stand only where rank 4 begins or ends.
 */

/** Keras axis for each axis inside the graph. */
const FROM_KERAS = [0, 3, 1, 2];
const TO_KERAS = [0, 2, 3, 1];

/** @returns where a Keras axis (negative ones count from the end) lies inside the graph. */
export function graphAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  return rank === 4 ? TO_KERAS[positive]! : positive;
}

/** @returns a list with one entry per Keras axis in the graph's order. */
export function inGraphOrder<T>(perAxis: readonly T[]): T[] {
  return perAxis.length === 4 ? FROM_KERAS.map((axis) => perAxis[axis]!) : [...perAxis];
}

/** Brings a Keras tensor into the graph. */
export function fromKeras(scope: GraphScope, tensor: string, rank: number): string {
  return rank === 4 ? scope.node('Transpose', [tensor], { perm: ints(FROM_KERAS) }) : tensor;
}

/** Brings a tensor of the graph into Keras's order. */
export function toKeras(scope: GraphScope, tensor: string, rank: number): string {
  return rank === 4 ? scope.node('Transpose', [tensor], { perm: ints(TO_KERAS) }) : tensor;
}

/** A constant that meets tensors of its own rank, in the graph's order. */
export function constantFromKeras(value: WeightValue): WeightValue {
  return transposed(value, inGraphOrder([...value.shape.keys()]));
}

/** A constant with its axes in another order. */
export function transposed({ shape, data }: WeightValue, order: readonly number[]): WeightValue {
  const dims = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const result = new Float32Array(data.length);
  const [rowLength, rowStep] = [dims.at(-1) ?? 1, steps.at(-1) ?? 1];
  const index = dims.map(() => 0);
  let row = 0;
  for (let to = 0; to < result.length; to += rowLength) {
    for (let i = 0; i < rowLength; i++) result[to + i] = data[row + i * rowStep]!;
    for (let axis = dims.length - 2; axis >= 0; axis--) {
      row += steps[axis]!;
      if (++index[axis]! < dims[axis]!) break;
      row -= steps[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return { shape: dims, data: result };
}
