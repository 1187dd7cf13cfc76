import protobuf from 'protobufjs';
import { TENSORFLOW_SCHEMA } from './tensorflow-schema.js';

/*
 * TensorFlow's messages as they are decoded: absent lists and maps are empty, other absent fields undefined; 64-bit integers
 * are numbers, bytes views of the file.
 */

export interface MetaGraphDef {
  metaInfoDef?: { tags: string[] };
  graphDef?: { node: NodeDef[]; library?: { function: FunctionDef[] } };
  saverDef?: { restoreOpName?: string };
  signatureDef: Record<string, SignatureDef>;
}

export interface SignatureDef {
  inputs: Record<string, TensorInfo>;
  outputs: Record<string, TensorInfo>;
}

export interface TensorInfo {
  /** `node:0`. */
  name?: string;
  dtype?: number;
  tensorShape?: TensorShapeProto;
}

export interface FunctionDef {
  signature?: { name?: string; inputArg: { name: string }[]; outputArg: { name: string }[] };
  nodeDef: NodeDef[];
  /** Output argument -> `node:output:0` or an input argument. */
  ret: Record<string, string>;
}

export interface NodeDef {
  name: string;
  op: string;
  /** `node` or `node:1` in a graph, `node:output:0` in a function; `^node` only orders. */
  input: string[];
  attr: Record<string, AttrValue>;
}

export interface AttrValue {
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: TensorShapeProto;
  tensor?: TensorProto;
  list?: { s: Uint8Array[]; i: number[]; f: number[]; shape: TensorShapeProto[] };
  func?: { name?: string };
}

export interface TensorShapeProto {
  dim: { size?: number }[];
  unknownRank?: boolean;
}

export interface TensorProto {
  dtype?: number;
  tensorShape?: TensorShapeProto;
  tensorContent?: Uint8Array;
  halfVal: number[];
  floatVal: number[];
  doubleVal: number[];
  intVal: number[];
  stringVal: Uint8Array[];
  int64Val: number[];
  boolVal: boolean[];
  uint32Val: number[];
}

export interface BundleHeaderProto {
  numShards?: number;
  endianness?: number;
}

export interface BundleEntryProto {
  dtype?: number;
  shape?: TensorShapeProto;
  shardId?: number;
  offset?: number;
  size?: number;
  crc32c?: number;
  slices: Uint8Array[];
}

const { root } = protobuf.parse(TENSORFLOW_SCHEMA);

/** @throws an error of protobufjs where the bytes are cut or no such message. */
function reader<Message>(name: string): (bytes: Uint8Array) => Message {
  const type = root.lookupType(`tensorflow.${name}`);
  return (bytes) =>
    type.toObject(type.decode(bytes), { longs: Number, arrays: true, objects: true }) as Message;
}

export const decodeSavedModel = reader<{ metaGraphs: MetaGraphDef[] }>('SavedModel');
export const decodeBundleHeader = reader<BundleHeaderProto>('BundleHeaderProto');
export const decodeBundleEntry = reader<BundleEntryProto>('BundleEntryProto');
