import { encodeFloat16, FLOAT16_MAX } from './float16.js';
import {
  ATTRIBUTE_TYPE,
  type AttributeProto,
  DATA_TYPE,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './proto/model-proto.js';

/** An attribute's value with its type: ONNX tells 1 from 1.0. */
export type Attribute = Omit<AttributeProto, 'name'>;

export const float = (f: number): Attribute => ({ type: ATTRIBUTE_TYPE.float, f });
export const int = (i: number): Attribute => ({ type: ATTRIBUTE_TYPE.int, i });
export const ints = (values: readonly number[]): Attribute => ({
  type: ATTRIBUTE_TYPE.ints,
  ints: [...values],
});
export const text = (value: string): Attribute => ({
  type: ATTRIBUTE_TYPE.string,
  s: new TextEncoder().encode(value),
});

/** Adds one layer's part of the graph; what it adds is named after the layer. */
export interface GraphScope {
  /**
   * @param inputs names of tensors; an empty name leaves out an optional input.
   * @returns the name of the node's output.
   */
  node(opType: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;
  /** A float32 constant; a number is a scalar. */
  floats(name: string, data: Float32Array | number, dims?: readonly number[]): string;
  /** A list of int64. */
  integers(name: string, values: readonly number[]): string;
}

export interface GraphBuilder {
  scope(layer: string): GraphScope;
  /** @param result name of the tensor that the graph gives back under the output's name. */
  finish(name: string, input: ValueInfoProto, output: ValueInfoProto, result: string): GraphProto;
}

/** @param options.float16Weights store matrices and kernels in half the space; the graph turns them back into float32. */
export function createGraph({ float16Weights = false } = {}): GraphBuilder {
  const node: NodeProto[] = [];
  const initializer: TensorProto[] = [];
  const taken = new Set<string>();

  function unique(name: string): string {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
    taken.add(free);
    return free;
  }

  function constant(
    name: string,
    dims: readonly number[],
    dataType: number,
    data: Float32Array | Uint16Array | BigInt64Array,
  ) {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    initializer.push({ name, dims: [...dims], dataType, rawData });
    return name;
  }

  function scope(layer: string): GraphScope {
    const addNode: GraphScope['node'] = (opType, inputs, attributes = {}) => {
      const name = unique(`${layer}/${opType}`);
      const attribute = Object.entries(attributes).map(([key, value]) => ({ name: key, ...value }));
      node.push({ name, opType, input: [...inputs], output: [name], attribute });
      return name;
    };
    return {
      node: addNode,
      floats(name, data, dims = []) {
        const values = typeof data === 'number' ? Float32Array.of(data) : data;
        const tensor = unique(`${layer}/${name}`);
        // Vectors take little room and, being biases, cost accuracy.
        if (!float16Weights || dims.length < 2 || values.some((value) => Math.abs(value) > FLOAT16_MAX)) {
          return constant(tensor, dims, DATA_TYPE.float, values);
        }
        const half = constant(tensor, dims, DATA_TYPE.float16, encodeFloat16(values));
        return addNode('Cast', [half], { to: int(DATA_TYPE.float) });
      },
      integers: (name, values) =>
        constant(
          unique(`${layer}/${name}`),
          [values.length],
          DATA_TYPE.int64,
          BigInt64Array.from(values, BigInt),
        ),
    };
  }

  return {
    scope,
    finish(name, input, output, result) {
      const rename = (tensor: string) => (tensor === result ? output.name : tensor);
      const renamed = node.map((n) => ({ ...n, input: n.input.map(rename), output: n.output.map(rename) }));
      return { name, node: renamed, initializer, input: [input], output: [output] };
    },
  };
}
