import { int } from '../../onnx/graph.js';
import {
  areFirst,
  type Converter,
  type Converters,
  first,
  firstNode,
  input,
  knownNumbers,
  plain,
  plainNode,
} from '../operation.js';
import { firstAxis } from '../value.js';

export const REDUCTIONS: Converters = {
  Mean: reduction('ReduceMean'),
  Sum: reduction('ReduceSum'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
};

function reduction(opType: string): Converter {
  return (operation) => {
    const { scope, attr } = operation;
    const axes = knownNumbers(operation, 1);
    if (axes.length === 0) return [input(operation, 0)];
    const keepdims = attr.keep_dims?.b ?? false;
    const reduce = (name: string, over: readonly number[]) =>
      [[name, scope.integers('axes', over)], { keepdims: int(Number(keepdims)) }] as const;
    if (areFirst(operation.inputs.slice(0, 1))) {
      const turned = axes.map(firstAxis);
      // What is left must stand in TensorFlow's order where it is not kept in its place.
      const isPlane = turned.includes(2) && turned.includes(3);
      const over = reduce(first(operation, 0), turned);
      if (keepdims) return firstNode(operation, opType, ...over);
      if (isPlane || (turned.length === 1 && turned[0] === 1)) return plainNode(operation, opType, ...over);
    }
    return plainNode(operation, opType, ...reduce(plain(operation, 0), axes));
  };
}
