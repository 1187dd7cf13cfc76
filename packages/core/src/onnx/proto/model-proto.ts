import protobuf from 'protobufjs';
import { ONNX_SCHEMA } from './onnx-schema.js';

/**
 * Operator set and file format that Graft writes: ONNX 1.13 (December 2022), the first in which Pad and the reductions take
 * their axes as inputs, read by every ONNX Runtime since 1.14.
 */
export const ONNX_VERSION = { opset: 18, ir: 8 } as const;

/** `TensorProto.DataType`, as far as Graft uses it. */
export const DATA_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

/** `AttributeProto.AttributeType`, as far as Graft uses it. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

/*
 * Messages of onnx.proto with field names in camel case. Absent fields read as empty lists, and as undefined otherwise;
 * 64-bit integers are numbers.
 */

export interface ModelProto {
  irVersion: number;
  opsetImport: { domain?: string; version: number }[];
  producerName?: string;
  producerVersion?: string;
  graph: GraphProto;
  metadataProps?: StringStringEntryProto[];
}

export interface GraphProto {
  name: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}

export interface NodeProto {
  name: string;
  opType: string;
  domain?: string;
  input: string[];
  output: string[];
  attribute: AttributeProto[];
}

export interface AttributeProto {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  floats?: number[];
  ints?: number[];
}

export interface TensorProto {
  name: string;
  dims: number[];
  dataType: number;
  /** Little-endian values in row-major order. */
  rawData: Uint8Array;
}

export interface ValueInfoProto {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: { dimValue?: number; dimParam?: string }[] } } };
}

export interface StringStringEntryProto {
  key: string;
  value: string;
}

const modelType = protobuf.parse(ONNX_SCHEMA).root.lookupType('onnx.ModelProto');

/** @returns the bytes of an .onnx file. */
export function encodeModel(model: ModelProto): Uint8Array {
  return modelType.encode(model as unknown as Record<string, unknown>).finish();
}

/** @returns what an .onnx file holds; its tensors' `rawData` are views of the given bytes. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  const message = modelType.decode(bytes);
  return modelType.toObject(message, { longs: Number, arrays: true }) as unknown as ModelProto;
}

/**
 * As `decodeModel`, for files that are to be written again with everything in them: 64-bit integers are kept exact, as
 * objects that `Number(String(value))` reads, because files of others hold the largest of them (`Slice` to the end).
 */
export function decodeExactly(bytes: Uint8Array): ModelProto {
  return modelType.toObject(modelType.decode(bytes), { arrays: true }) as unknown as ModelProto;
}
