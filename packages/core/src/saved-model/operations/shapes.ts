import { int, ints, text } from '../../onnx/graph.js';
import {
  areFirst,
  type Converter,
  type Converters,
  first,
  firstNode,
  input,
  knownNumbers,
  listAttribute,
  plain,
  plainNode,
  textAttribute,
} from '../operation.js';
import { firstAxis, firstName, plainName, TO_LAST } from '../value.js';

/** What moves, repeats or cuts values without changing them. */
export const SHAPES: Converters = {
  Reshape: (operation) => plainNode(operation, 'Reshape', [plain(operation, 0), plain(operation, 1)]),
  Squeeze(operation) {
    const { scope } = operation;
    const axes = listAttribute(operation, 'squeeze_dims') ?? [];
    return plainNode(operation, 'Squeeze', [
      plain(operation, 0),
      ...(axes.length > 0 ? [scope.integers('axes', axes)] : []),
    ]);
  },
  ExpandDims(operation) {
    const axes = operation.scope.integers('axes', knownNumbers(operation, 1));
    return plainNode(operation, 'Unsqueeze', [plain(operation, 0), axes]);
  },
  Shape(operation) {
    const { scope } = operation;
    if (!areFirst(operation.inputs)) return plainNode(operation, 'Shape', [plain(operation, 0)]);
    const shape = scope.node('Shape', [first(operation, 0)]);
    return plainNode(operation, 'Gather', [shape, scope.integers('order', TO_LAST)]);
  },
  Transpose(operation) {
    const perm = knownNumbers(operation, 1);
    const value = input(operation, 0);
    if (perm.every((axis, i) => axis === i)) return [value];
    if (`${perm}` === '0,3,1,2') return [{ plain: firstName(value, operation.scope) }];
    if (`${perm}` === `${TO_LAST}`) return [{ first: plain(operation, 0) }];
    return plainNode(operation, 'Transpose', [plain(operation, 0)], { perm: ints(perm) });
  },
  Pad: pad,
  PadV2: pad,
  MirrorPad: pad,
  ConcatV2(operation) {
    const { inputs, scope } = operation;
    const parts = inputs.slice(0, -1);
    const [axis = 0] = knownNumbers(operation, parts.length);
    // A constant that only broadcasts would not do here.
    if (parts.every(({ first, constant }) => first !== undefined && !constant)) {
      const names = parts.map((part) => firstName(part, scope));
      return firstNode(operation, 'Concat', names, { axis: int(firstAxis(axis)) });
    }
    const names = parts.map((part) => plainName(part, scope));
    return plainNode(operation, 'Concat', names, { axis: int(axis) });
  },
  Pack(operation) {
    const { inputs, scope, attr } = operation;
    const axis = attr.axis?.i ?? 0;
    const axes = scope.integers('axes', [axis]);
    const parts = inputs.map((part) => scope.node('Unsqueeze', [plainName(part, scope), axes]));
    return plainNode(operation, 'Concat', parts, { axis: int(axis) });
  },
  Unpack({ inputs: [value], scope, attr, refuse }) {
    if (!value) return refuse('it has no input');
    const index = (i: number) => scope.node('Squeeze', [scope.integers('index', [i])]);
    return Array.from({ length: Math.min(attr.num?.i ?? 0, MAX_PARTS) }, (_, i) => ({
      plain: scope.node('Gather', [plainName(value, scope), index(i)], { axis: int(attr.axis?.i ?? 0) }),
    }));
  },
  Split(operation) {
    const [axis = 0] = knownNumbers(operation, 0);
    const count = operation.attr.num_split?.i ?? 1;
    const whole = operation.shapeOf(1)?.at(axis) ?? -1;
    if (whole <= 0 || count > MAX_PARTS || whole % count !== 0)
      operation.refuse('the size that it splits is not known');
    return parts(operation, plain(operation, 1), axis, Array(count).fill(whole / count));
  },
  SplitV(operation) {
    const sizes = knownNumbers(operation, 1);
    if (sizes.some((size) => size < 0)) operation.refuse('the sizes that it splits to are not known');
    return parts(operation, plain(operation, 0), knownNumbers(operation, 2)[0] ?? 0, sizes);
  },
  GatherV2(operation) {
    if ((operation.attr.batch_dims?.i ?? 0) !== 0) operation.refuse('it has batch_dims; expected none');
    const [axis = 0] = knownNumbers(operation, 2);
    return plainNode(operation, 'Gather', [plain(operation, 0), plain(operation, 1)], { axis: int(axis) });
  },
  Tile: (operation) => plainNode(operation, 'Tile', [plain(operation, 0), plain(operation, 1)]),
  BroadcastTo: (operation) => plainNode(operation, 'Expand', [plain(operation, 0), plain(operation, 1)]),
  Fill: (operation) => plainNode(operation, 'Expand', [plain(operation, 1), plain(operation, 0)]),
  DepthToSpace: (operation) =>
    firstNode(operation, 'DepthToSpace', [first(operation, 0)], {
      blocksize: int(operation.attr.block_size?.i ?? 1),
    }),
  SpaceToDepth: (operation) =>
    firstNode(operation, 'SpaceToDepth', [first(operation, 0)], {
      blocksize: int(operation.attr.block_size?.i ?? 1),
    }),
};

/** Bounds what a damaged file can ask for. */
const MAX_PARTS = 4096;

function parts(
  { scope }: Parameters<Converter>[0],
  name: string,
  axis: number,
  sizes: readonly number[],
): ReturnType<Converter> {
  let start = 0;
  return sizes.map((size) => {
    const lists = [[start], [start + size], [axis]].map((list) => scope.integers('slice', list));
    start += size;
    return { plain: scope.node('Slice', [name, ...lists]) };
  });
}

function pad(operation: Parameters<Converter>[0]): ReturnType<Converter> {
  const { op, inputs, scope, refuse } = operation;
  const flat = knownNumbers(operation, 1);
  const mode = op === 'MirrorPad' ? textAttribute(operation, 'mode') : 'CONSTANT';
  if (mode === 'SYMMETRIC') refuse('it mirrors the edge itself (SYMMETRIC), which ONNX does not know');
  // [[before, after] by axis] -> every before, then every after.
  const ends = (order: readonly number[]) =>
    [0, 1].flatMap((end) => order.map((axis) => flat[2 * axis + end]!));
  const filling = op === 'PadV2' ? [plain(operation, 2)] : [];
  const attributes = { mode: text(mode === 'REFLECT' ? 'reflect' : 'constant') };
  const rank = flat.length / 2;
  if (rank === 4 && areFirst(inputs.slice(0, 1))) {
    const pads = scope.integers('pads', ends([0, 3, 1, 2]));
    return [{ first: scope.node('Pad', [first(operation, 0), pads, ...filling], attributes) }];
  }
  const pads = scope.integers('pads', ends(Array.from({ length: rank }, (_, axis) => axis)));
  return [{ plain: scope.node('Pad', [plain(operation, 0), pads, ...filling], attributes) }];
}
