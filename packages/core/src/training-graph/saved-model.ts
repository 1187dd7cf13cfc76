import protobuf from 'protobufjs/light.js';

/** TensorFlow's `DataType` numbers (types.proto) that a training step needs. */
export const DataType = { float: 1, int32: 3, bool: 10, resource: 20 } as const;
export type DataTypeName = keyof typeof DataType;

/** One field of AttrValue (attr_value.proto). */
export type Attribute =
  | { readonly type: number }
  | { readonly s: Uint8Array }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly shape: Shape }
  | { readonly tensor: { dtype: number; tensor_shape: Shape; tensor_content: Uint8Array } }
  | { readonly list: { readonly i: readonly number[] } };

/** TensorShapeProto; size -1 is not known before the graph runs. */
export interface Shape {
  readonly dim: readonly { readonly size: number }[];
}

/** One operation of a graph (node_def.proto). */
export interface Node {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:1` for a later output, `^node` to run after it. */
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** The tag under which TensorFlow finds the graph. */
export const TAG = 'serve';
/** TF_GRAPH_DEF_VERSION of TensorFlow 2.18.1, which the tests run on; 2.21.0 reads these graphs too. */
const PRODUCER = 1994;

/** A tensor that a signature names (meta_graph.proto). */
export interface TensorInfo {
  /** `node:0`. */
  readonly name: string;
  readonly dtype: number;
  readonly tensor_shape: Shape;
}

/** What programs that open the model can call, by name. */
export type Signatures = Readonly<
  Record<
    string,
    {
      readonly inputs: Readonly<Record<string, TensorInfo>>;
      readonly outputs: Readonly<Record<string, TensorInfo>>;
      readonly method_name: string;
    }
  >
>;

/** @returns the bytes of a `saved_model.pb` that holds this graph, without variables. */
export function encodeSavedModel(nodes: readonly Node[], signatures: Signatures = {}): Uint8Array {
  return SavedModel.encode(
    SavedModel.create({
      saved_model_schema_version: 1,
      meta_graphs: [
        {
          meta_info_def: { tags: [TAG] },
          graph_def: { node: nodes, versions: { producer: PRODUCER } },
          signature_def: signatures,
        },
      ],
    }),
  ).finish();
}

/**
 * The part of TensorFlow's schema that such a graph uses, field numbers from its own files
 * (tensorflow/core/{protobuf/saved_model,protobuf/meta_graph,framework/{graph,node_def,attr_value,tensor,tensor_shape}}.proto).
 */
const SavedModel = protobuf.Root.fromJSON({
  options: { syntax: 'proto3' },
  nested: {
    SavedModel: message({
      saved_model_schema_version: [1, 'int64'],
      meta_graphs: [2, 'MetaGraphDef', 'repeated'],
    }),
    MetaGraphDef: message({
      meta_info_def: [1, 'MetaInfoDef'],
      graph_def: [2, 'GraphDef'],
      signature_def: [5, 'SignatureDef', 'map'],
    }),
    SignatureDef: message({
      inputs: [1, 'TensorInfo', 'map'],
      outputs: [2, 'TensorInfo', 'map'],
      method_name: [3, 'string'],
    }),
    TensorInfo: message({ name: [1, 'string'], dtype: [2, 'int32'], tensor_shape: [3, 'TensorShapeProto'] }),
    MetaInfoDef: message({ tags: [4, 'string', 'repeated'] }),
    GraphDef: message({ node: [1, 'NodeDef', 'repeated'], versions: [4, 'VersionDef'] }),
    VersionDef: message({ producer: [1, 'int32'] }),
    NodeDef: message({
      name: [1, 'string'],
      op: [2, 'string'],
      input: [3, 'string', 'repeated'],
      attr: [5, 'AttrValue', 'map'],
    }),
    AttrValue: {
      // A oneof writes its field even when it holds the type's zero: false and 0 are values here.
      oneofs: { value: { oneof: ['list', 's', 'i', 'f', 'b', 'type', 'shape', 'tensor'] } },
      ...message({
        list: [1, 'ListValue'],
        s: [2, 'bytes'],
        i: [3, 'int64'],
        f: [4, 'float'],
        b: [5, 'bool'],
        type: [6, 'int32'],
        shape: [7, 'TensorShapeProto'],
        tensor: [8, 'TensorProto'],
      }),
    },
    ListValue: message({ i: [3, 'int64', 'repeated'] }),
    TensorProto: message({
      dtype: [1, 'int32'],
      tensor_shape: [2, 'TensorShapeProto'],
      tensor_content: [4, 'bytes'],
    }),
    TensorShapeProto: message({ dim: [2, 'Dim', 'repeated'] }),
    Dim: message({ size: [1, 'int64'] }),
  },
}).lookupType('SavedModel');

type FieldRow = readonly [id: number, type: string, kind?: 'repeated' | 'map'];

function message(rows: Readonly<Record<string, FieldRow>>) {
  const field = ([id, type, kind]: FieldRow): protobuf.IField | protobuf.IMapField => {
    if (kind === 'map') return { id, type, keyType: 'string' };
    return kind ? { id, type, rule: kind } : { id, type };
  };
  return { fields: Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, field(row)])) };
}
