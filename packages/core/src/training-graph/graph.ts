import { type Attribute, DataType, type DataTypeName, type Node, type Shape } from './saved-model.js';

export type { Attribute } from './saved-model.js';

/** An operation's output: its name, with `:1`, `:2`… for those after the first. */
export type Ref = string;

/** A TensorFlow graph in the making. */
export interface Graph {
  readonly nodes: readonly Node[];
  /**
   * Adds one operation and returns its first output. Operations on floats get their `T` by default; further attributes
   * that have a default in TensorFlow may be left out.
   *
   * @param inputs outputs of other operations; `^name` makes it wait for one.
   */
  add(op: string, inputs: readonly Ref[], attributes?: Readonly<Record<string, Attribute>>): Ref;
  /** An int32 constant; a number is a scalar, a list a vector. */
  ints(values: number | readonly number[]): Ref;
  /** A float32 constant. */
  floats(values: number | readonly number[]): Ref;
  /** A tensor that is fed. @param shape -1 where it differs from run to run. */
  placeholder(dtype: 'float' | 'int32', shape: readonly number[]): Ref;
}

export function createGraph(): Graph {
  const nodes: Node[] = [];
  const add: Graph['add'] = (op, input, attr = FLOAT) => {
    const name = `${op}_${nodes.length}`;
    nodes.push({ name, op, input, attr });
    return name;
  };
  const constant = (dtype: 'float' | 'int32', values: number | readonly number[]) => {
    const list = typeof values === 'number' ? [values] : values;
    const data = dtype === 'float' ? Float32Array.from(list) : Int32Array.from(list);
    return add('Const', [], {
      dtype: type(dtype),
      value: {
        tensor: {
          dtype: DataType[dtype],
          tensor_shape: shapeOf(typeof values === 'number' ? [] : [list.length]),
          tensor_content: new Uint8Array(data.buffer),
        },
      },
    });
  };
  return {
    nodes,
    add,
    ints: (values) => constant('int32', values),
    floats: (values) => constant('float', values),
    placeholder: (dtype, shape) =>
      add('Placeholder', [], { dtype: type(dtype), shape: { shape: shapeOf(shape) } }),
  };
}

export const type = (name: DataTypeName): Attribute => ({ type: DataType[name] });
export const text = (value: string): Attribute => ({ s: new TextEncoder().encode(value) });
export const flag = (value: boolean): Attribute => ({ b: value });
export const float = (value: number): Attribute => ({ f: value });
export const integer = (value: number): Attribute => ({ i: value });
export const integers = (values: readonly number[]): Attribute => ({ list: { i: values } });
export const shapeOf = (shape: readonly number[]): Shape => ({ dim: shape.map((size) => ({ size })) });

/** Attributes of an operation whose only type is that of its floats. */
export const FLOAT = { T: type('float') };
