import { decodeValues, type ValueType, valueBytes } from '../weights/value-types.js';
import type { TensorProto, TensorShapeProto } from './messages.js';

/** A tensor whose values are known before the network runs. */
export type Constant = { readonly shape: readonly number[] } & (
  | { readonly kind: 'float'; readonly data: Float32Array }
  | { readonly kind: 'integer' | 'boolean'; readonly data: readonly number[] }
  | { readonly kind: 'text'; readonly data: readonly string[] }
);

/** What a type is computed as: halves as float32, all integers as int64. */
export type Kind = Constant['kind'];

/** By `DataType` (types.proto). */
const TYPES: Readonly<Record<number, { kind: Kind; stored: ValueType } | undefined>> = {
  1: { kind: 'float', stored: 'float32' },
  2: { kind: 'float', stored: 'float64' },
  3: { kind: 'integer', stored: 'int32' },
  4: { kind: 'integer', stored: 'uint8' },
  5: { kind: 'integer', stored: 'int16' },
  6: { kind: 'integer', stored: 'int8' },
  9: { kind: 'integer', stored: 'int64' },
  10: { kind: 'boolean', stored: 'uint8' },
  14: { kind: 'float', stored: 'bfloat16' },
  17: { kind: 'integer', stored: 'uint16' },
  19: { kind: 'float', stored: 'float16' },
  22: { kind: 'integer', stored: 'uint32' },
};
const STRING = 7;

/** A single value in a file may stand for any number of them, and lists of integers take much room. */
const MAX_ELEMENTS = 2 ** 24;

export function kindOf(dtype: number | undefined): Kind | undefined {
  return dtype === STRING ? 'text' : TYPES[dtype ?? 0]?.kind;
}

/** @returns each side, -1 where it is open; undefined for an unknown rank. */
export function sidesOf(shape: TensorShapeProto | undefined): number[] | undefined {
  return shape && !shape.unknownRank ? shape.dim.map(({ size }) => size ?? 0) : undefined;
}

/** @throws an error that says what is wrong with it. */
export function readTensorProto(tensor: TensorProto): Constant {
  const shape = sidesOf(tensor.tensorShape) ?? [];
  const size = elements(shape);
  if (tensor.dtype === STRING) {
    return { kind: 'text', shape, data: tensor.stringVal.map((value) => Buffer.from(value).toString()) };
  }
  if (tensor.tensorContent?.length) return readValues(tensor.tensorContent, tensor.dtype, shape);
  const { kind, stored } = typeOf(tensor.dtype);
  const lists = [tensor.floatVal, tensor.doubleVal, tensor.intVal, tensor.int64Val, tensor.uint32Val];
  const given = [...lists, tensor.boolVal.map(Number)].find(({ length }) => length > 0) ?? [];
  const values = tensor.halfVal.length > 0 ? halves(tensor.halfVal, stored) : given;
  if (values.length > size) throw new Error(`it has ${values.length} values for shape [${shape}]`);
  // TensorFlow leaves out repetitions of the last value, and zeros.
  const last = values.at(-1) ?? 0;
  if (size > MAX_ELEMENTS) throw new Error(`it repeats a value to shape [${shape}]`);
  const data = Array.from({ length: size }, (_, i) => values[i] ?? last);
  return kind === 'float'
    ? { kind, shape, data: Float32Array.from(data) }
    : { kind: kind as 'integer', shape, data };
}

/** @param bytes little-endian. @throws an error that says what is wrong. */
export function readValues(bytes: Uint8Array, dtype: number | undefined, shape: readonly number[]): Constant {
  const { kind, stored } = typeOf(dtype);
  const expected = elements(shape) * valueBytes(stored);
  if (bytes.length !== expected) {
    throw new Error(`expected ${expected} bytes for ${stored} [${shape}]; found ${bytes.length}`);
  }
  const data = decodeValues(bytes, stored);
  if (kind === 'float') return { kind, shape, data };
  if (data.length > MAX_ELEMENTS) throw new Error(`it has integers of shape [${shape}]`);
  return { kind: kind as 'integer', shape, data: stored === 'int64' ? wholeNumbers(bytes) : [...data] };
}

/** Exact, where float32 holds whole numbers up to 2^24 only. */
function wholeNumbers(bytes: Uint8Array): number[] {
  return Array.from(new BigInt64Array(new Uint8Array(bytes).buffer), Number);
}

function halves(bits: readonly number[], stored: ValueType): number[] {
  return [...decodeValues(new Uint8Array(Uint16Array.from(bits).buffer), stored)];
}

function typeOf(dtype: number | undefined) {
  const type = TYPES[dtype ?? 0];
  if (!type) throw new Error(`its values have TensorFlow type ${dtype}, which is not known here`);
  return type;
}

function elements(shape: readonly number[]): number {
  if (shape.some((side) => side < 0)) throw new Error(`it has shape [${shape}]`);
  return shape.reduce((product, side) => product * side, 1);
}
