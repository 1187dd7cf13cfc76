import type { Attribute, GraphScope } from '../onnx/graph.js';
import type { AttrValue } from './messages.js';
import type { Constant } from './tensor.js';
import { firstName, plainName, type Value } from './value.js';

/** One operation of TensorFlow and the means to write it in ONNX. */
export interface Operation {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attr: Readonly<Record<string, AttrValue>>;
  readonly scope: GraphScope;
  /** Shape of an input as TensorFlow inferred it when the model was saved, -1 where open; undefined where it did not say. */
  shapeOf(input: number): readonly number[] | undefined;
  /** @throws an error that names the operation. */
  refuse(why: string): never;
}

/** @returns the operation's outputs. */
export type Converter = (operation: Operation) => Value[];
export type Converters = Readonly<Record<string, Converter>>;

type Attributes = Readonly<Record<string, Attribute>>;

export function input({ inputs, refuse }: Operation, i: number): Value {
  return inputs[i] ?? refuse(`it has ${inputs.length} inputs`);
}

/** Name of an input with its axes in TensorFlow's order. */
export function plain(operation: Operation, i: number): string {
  return plainName(input(operation, i), operation.scope);
}

export function first(operation: Operation, i: number): string {
  return firstName(input(operation, i), operation.scope);
}

/** Whether all inputs are there channels first, or constants that broadcast against such. */
export function areFirst(inputs: readonly Value[]): boolean {
  const canBe = ({ first, constant }: Value) =>
    first !== undefined || (constant?.kind === 'float' && constant.shape.length <= 4);
  return inputs.some(({ first, constant }) => first !== undefined && !constant) && inputs.every(canBe);
}

/** An ONNX node whose first output is the operation's. */
export function plainNode(
  { scope }: Operation,
  opType: string,
  inputs: readonly string[],
  attributes?: Attributes,
) {
  return [{ plain: scope.node(opType, inputs, attributes) }];
}

export function firstNode(
  { scope }: Operation,
  opType: string,
  inputs: readonly string[],
  attributes?: Attributes,
) {
  return [{ first: scope.node(opType, inputs, attributes) }];
}

/** An input that must be known before the network runs. */
export function known(operation: Operation, i: number): Constant {
  return (
    input(operation, i).constant ??
    operation.refuse(`its input ${i} is computed as the network runs; expected a constant`)
  );
}

export function knownNumbers(operation: Operation, i: number): number[] {
  return [...known(operation, i).data].map(Number);
}

export function textAttribute({ attr }: Operation, name: string): string | undefined {
  const { s } = attr[name] ?? {};
  return s && Buffer.from(s).toString();
}

export function listAttribute({ attr }: Operation, name: string): readonly number[] | undefined {
  return attr[name]?.list?.i;
}

/** @throws where channels come first, which TensorFlow computes on GPUs only. */
export function requireChannelsLast(operation: Operation): void {
  const format = textAttribute(operation, 'data_format') ?? 'NHWC';
  if (format !== 'NHWC') operation.refuse(`its data format is ${format}; expected NHWC`);
}
