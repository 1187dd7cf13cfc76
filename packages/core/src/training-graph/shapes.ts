import { FLOAT, flag, type Graph, integer, type Ref, type as typeAttribute } from './graph.js';

export function sumOver(graph: Graph, x: Ref, axes: readonly number[], keepAxes = false): Ref {
  return graph.add('Sum', [x, graph.ints(axes)], { ...REDUCE, keep_dims: flag(keepAxes) });
}

export function meanOver(graph: Graph, x: Ref, axes: readonly number[], keepAxes = false): Ref {
  return graph.add('Mean', [x, graph.ints(axes)], { ...REDUCE, keep_dims: flag(keepAxes) });
}

/** The shape of a tensor when the graph runs. */
export function shapeOfTensor(graph: Graph, x: Ref): Ref {
  return graph.add('Shape', [x], { ...FLOAT, out_type: INT32 });
}

/** As many rows as a tensor has, with known sides. */
export function shapeForBatchOf(graph: Graph, x: Ref, sides: readonly number[]): Ref {
  const rows = graph.add('Slice', [shapeOfTensor(graph, x), graph.ints([0]), graph.ints([1])], {
    T: INT32,
    Index: INT32,
  });
  return graph.add('ConcatV2', [rows, graph.ints(sides), graph.ints(0)], {
    T: INT32,
    N: integer(2),
    Tidx: INT32,
  });
}

/** @param shape of which one size may be -1. */
export function reshape(graph: Graph, x: Ref, shape: Ref | readonly number[]): Ref {
  const target = typeof shape === 'string' ? shape : graph.ints(shape);
  return graph.add('Reshape', [x, target], { ...FLOAT, Tshape: INT32 });
}

/** A part of `[batch, height, width, channels]`. @param size as numbers, -1 for all that is left, or when the graph runs. */
export function slice(graph: Graph, x: Ref, begin: readonly number[], size: Ref | readonly number[]): Ref {
  const sides = typeof size === 'string' ? size : graph.ints(size);
  return graph.add('Slice', [x, graph.ints(begin), sides], { ...FLOAT, Index: INT32 });
}

/** Zeros around the pixels of `[batch, height, width, channels]`, before and after. */
export function pad(
  graph: Graph,
  x: Ref,
  vertical: readonly [number, number],
  horizontal: readonly [number, number],
): Ref {
  const flat = graph.ints([0, 0, ...vertical, ...horizontal, 0, 0]);
  const paddings = graph.add('Reshape', [flat, graph.ints([4, 2])], { T: INT32, Tshape: INT32 });
  return graph.add('Pad', [x, paddings], { ...FLOAT, Tpaddings: INT32 });
}

const INT32 = typeAttribute('int32');
const REDUCE = { ...FLOAT, Tidx: INT32 };
