import { type Converters, knownNumbers, type Operation, plain } from '../operation.js';

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
    const has = (mask: string, i: number) => (((operation.attr[mask]?.i ?? 0) >> i) & 1) === 1;
    const cut = { starts: [] as number[], ends: [] as number[], axes: [] as number[], steps: [] as number[] };
    const dropped: number[] = [];
    const added: number[] = [];
    const count = begin!.length;
    const ellipsis = Array.from({ length: count }, (_, i) => i).find((i) => has('ellipsis_mask', i));
    // After an ellipsis axes are counted from the end, before it from the start.
    const after = (from: number, isAxis: (i: number) => boolean) =>
      Array.from({ length: count - from }, (_, i) => from + i).filter(isAxis).length;
    let axis = 0;
    for (let i = 0; i < count; i++) {
      const isBehind = ellipsis !== undefined && i > ellipsis;
      if (i === ellipsis) continue;
      if (has('new_axis_mask', i)) {
        if (ellipsis !== undefined || dropped.length > 0) refuseMixed(operation);
        added.push(axis + added.length);
        continue;
      }
      const place = isBehind ? -after(i, (one) => !has('new_axis_mask', one)) : axis++;
      const stride = strides![i]!;
      const isIndex = has('shrink_axis_mask', i);
      const start = begin![i]!;
      cut.axes.push(place);
      cut.steps.push(isIndex ? 1 : stride);
      cut.starts.push(isIndex || !has('begin_mask', i) ? start : stride > 0 ? 0 : FAR);
      cut.ends.push(
        isIndex
          ? start === -1
            ? FAR
            : start + 1
          : has('end_mask', i)
            ? stride > 0
              ? FAR
              : -FAR
            : end![i]!,
      );
      if (isIndex) dropped.push(place);
    }
    if (added.length > 0 && dropped.length > 0) refuseMixed(operation);
    const lists = [cut.starts, cut.ends, cut.axes, cut.steps].map((list) => scope.integers('slice', list));
    let name = plain(operation, 0);
    if (cut.axes.length > 0) name = scope.node('Slice', [name, ...lists]);
    if (dropped.length > 0) name = scope.node('Squeeze', [name, scope.integers('axes', dropped)]);
    if (added.length > 0) name = scope.node('Unsqueeze', [name, scope.integers('axes', added)]);
    return [{ plain: name }];
  },
};

function refuseMixed({ refuse }: Operation): never {
  return refuse('it adds axes beside an ellipsis or an index');
}
