import { type Converters, knownNumbers, plain } from '../operation.js';

/** To the end, whichever way one goes. */
const FAR = 2 ** 31 - 1;

export const SLICES: Converters = {
  Slice(operation) {
    const [begin, size] = [knownNumbers(operation, 1), knownNumbers(operation, 2)];
    const { scope } = operation;
    const lists = [
      begin,
      begin.map((start, i) => (size[i]! < 0 ? FAR : start + size[i]!)),
      begin.map((_, i) => i),
    ];
    const names = lists.map((list) => scope.integers('slice', list));
    return [{ plain: scope.node('Slice', [plain(operation, 0), ...names]) }];
  },

  /** Python's `x[begin:end:stride, …, index, newaxis]`; bit i of each mask says what its part i is. */
  StridedSlice(operation) {
    const { scope } = operation;
    const [begin, end, strides] = [1, 2, 3].map((i) => knownNumbers(operation, i));
    const count = begin!.length;
    const has = (mask: string, i: number) => (((operation.attr[mask]?.i ?? 0) >> i) & 1) === 1;
    const parts = Array.from({ length: count }, (_, i) => i);
    const ellipsis = parts.find((i) => has('ellipsis_mask', i)) ?? count;
    const isAxis = (i: number) => i !== ellipsis && !has('new_axis_mask', i);
    // After an ellipsis axes are counted from the end, before it from the start.
    const axisOf = (i: number) =>
      i < ellipsis ? parts.slice(0, i).filter(isAxis).length : -parts.slice(i).filter(isAxis).length;

    const axes = parts.filter(isAxis);
    const dropped = axes.filter((i) => has('shrink_axis_mask', i)).map(axisOf);
    const added = parts
      .filter((i) => i !== ellipsis && !isAxis(i))
      .map((i) => (i < ellipsis ? i : i - count));
    if (added.length > 0 && dropped.length > 0) operation.refuse('it adds axes beside an index');
    const spans = axes.map((i) => {
      const [start, stride] = [begin![i]!, strides![i]!];
      // An index is a slice of one; -1 has nothing behind it.
      if (has('shrink_axis_mask', i)) return { start, end: start === -1 ? FAR : start + 1, stride: 1 };
      return {
        start: has('begin_mask', i) ? (stride > 0 ? 0 : FAR) : start,
        end: has('end_mask', i) ? (stride > 0 ? FAR : -FAR) : end![i]!,
        stride,
      };
    });
    const lists = [
      spans.map(({ start }) => start),
      spans.map(({ end }) => end),
      axes.map(axisOf),
      spans.map(({ stride }) => stride),
    ].map((list) => scope.integers('slice', list));
    let name = plain(operation, 0);
    if (axes.length > 0) name = scope.node('Slice', [name, ...lists]);
    if (dropped.length > 0) name = scope.node('Squeeze', [name, scope.integers('axes', dropped)]);
    if (added.length > 0) name = scope.node('Unsqueeze', [name, scope.integers('axes', added)]);
    return [{ plain: name }];
  },
};
