import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSavedModel } from '../backbone-files/load-saved-model.js';
import { type Engine, startEngine } from '../engine/engine.js';
import { createSession } from '../onnx/session.js';
import {
  createGraph,
  FLOAT,
  flag,
  float,
  type Graph,
  integer,
  integers,
  type Ref,
  shapeOf,
  text,
  type as typeOf,
} from '../training-graph/graph.js';
import { DataType, encodeSavedModel } from '../training-graph/saved-model.js';

let engine: Engine;
let folder: string;

beforeAll(async () => {
  engine = await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'graft-operations-'));
});
afterAll(() => rm(folder, { recursive: true }));

const SIDE = 6;
const PICTURES = Float32Array.from({ length: 2 * SIDE * SIDE * 3 }, (_, i) => Math.sin(i * i));
const INDEX = { Index: typeOf('int32') };
const window = (padding: string, stride: number) => ({
  ...FLOAT,
  padding: text(padding),
  strides: integers([1, stride, stride, 1]),
});

/** Each is told in TensorFlow's terms: from pictures `x` [batch, 6, 6, 3] to its output. */
const CASES: Readonly<Record<string, (graph: Graph, x: Ref) => Ref>> = {
  'x[..., ::-1]': (g, x) => slice(g, x, [0, 0], [0, 0], [1, -1], { ellipsis: 1, begin: 2, end: 2 }),
  'x[:, 1:-1, ::2]': (g, x) => slice(g, x, [0, 1, 0], [0, -1, 0], [1, 1, 2], { begin: 5, end: 5 }),
  'x[:, -1, 2]': (g, x) => slice(g, x, [0, -1, 2], [0, 0, 3], [1, 1, 1], { begin: 1, end: 1, shrink: 6 }),
  'x[..., 1]': (g, x) => slice(g, x, [0, 1], [0, 2], [1, 1], { ellipsis: 1, shrink: 2 }),
  'm[..., newaxis, :2] of the largest channel': (g, x) => {
    const largest = g.add('Max', [x, g.ints([3])], {
      ...FLOAT,
      Tidx: typeOf('int32'),
      keep_dims: flag(false),
    });
    return slice(g, largest, [0, 0, 0], [0, 0, 2], [1, 1, 1], { ellipsis: 1, added: 2, begin: 4 });
  },
  'a convolution at stride 2, SAME': (g, x) =>
    g.add('Conv2D', [x, kernel(g, [3, 3, 3, 4])], window('SAME', 2)),
  'an even kernel, SAME': (g, x) => g.add('Conv2D', [x, kernel(g, [2, 4, 3, 4])], window('SAME', 1)),
  'depthwise with a multiplier': (g, x) =>
    g.add('DepthwiseConv2dNative', [x, kernel(g, [3, 3, 3, 2])], window('SAME', 2)),
  'a dilated convolution as TensorFlow writes it': (g, x) => {
    const attributes = { ...FLOAT, Tblock_shape: typeOf('int32') };
    const blocks = g.ints([2, 2]);
    const pairs = (values: number[]) =>
      g.add('Reshape', [g.ints(values), g.ints([2, 2])], { T: typeOf('int32'), Tshape: typeOf('int32') });
    const spaced = g.add('SpaceToBatchND', [x, blocks, pairs([2, 2, 2, 2])], {
      ...attributes,
      Tpaddings: typeOf('int32'),
    });
    const convolved = g.add('Conv2D', [spaced, kernel(g, [3, 3, 3, 4])], window('VALID', 1));
    const biased = g.add('BiasAdd', [convolved, g.floats([1, 2, 3, 4])]);
    return g.add('BatchToSpaceND', [biased, blocks, pairs([0, 0, 0, 0])], {
      ...attributes,
      Tcrops: typeOf('int32'),
    });
  },
  'pooling, SAME at the edges': (g, x) =>
    g.add(
      'ConcatV2',
      [
        g.add('MaxPool', [x], { ...window('SAME', 2), ksize: integers([1, 3, 3, 1]) }),
        g.add('AvgPool', [x], { ...window('SAME', 2), ksize: integers([1, 3, 3, 1]) }),
        g.ints(3),
      ],
      { ...FLOAT, N: integer(2), Tidx: typeOf('int32') },
    ),
  'zeros around negative values, then the maximum': (g, x) =>
    g.add('MaxPool', [padded(g, g.add('Sub', [convolved(g, x), g.floats(50)]))], {
      ...window('VALID', 2),
      ksize: integers([1, 3, 3, 1]),
    }),
  'zeros around a map, then the average': (g, x) =>
    g.add('AvgPool', [padded(g, convolved(g, x))], {
      ...window('VALID', 2),
      ksize: integers([1, 3, 3, 1]),
    }),
  'zeros around a map, then a convolution': (g, x) =>
    g.add('Conv2D', [padded(g, convolved(g, x)), kernel(g, [3, 3, 4, 2])], window('VALID', 2)),
  'batch norm of a convolution': (g, x) =>
    g.add(
      'FusedBatchNormV3',
      [convolved(g, x), ...[0.5, 1, 1.5, 2].map((shift) => g.floats([shift, 1, 2, 3]))],
      {
        ...FLOAT,
        U: typeOf('float'),
        epsilon: float(0.01),
        is_training: flag(false),
      },
    ),
  "channels-first arithmetic with a map in TensorFlow's order": (g, x) =>
    g.add('Mul', [
      convolved(g, x),
      g.add('Max', [x, g.ints([3])], { ...FLOAT, Tidx: typeOf('int32'), keep_dims: flag(true) }),
    ]),
  'means over rows only': (g, x) =>
    g.add('Mean', [convolved(g, x), g.ints([1])], {
      ...FLOAT,
      Tidx: typeOf('int32'),
      keep_dims: flag(false),
    }),
  'the shape of a channels-first map, used again': (g, x) => {
    const map = convolved(g, x);
    const shape = g.add('Shape', [map], { ...FLOAT, out_type: typeOf('int32') });
    const ones = g.add('Fill', [shape, g.floats(1)], { ...FLOAT, index_type: typeOf('int32') });
    return g.add('Sub', [map, ones]);
  },
  'resized, pixel centres at halves': (g, x) =>
    g.add('ResizeBilinear', [x, g.ints([9, 4])], { ...FLOAT, half_pixel_centers: flag(true) }),
  'resized, corners aligned': (g, x) =>
    g.add('ResizeBilinear', [x, g.ints([9, 4])], { ...FLOAT, align_corners: flag(true) }),
  'the nearest pixel': (g, x) =>
    g.add('ResizeNearestNeighbor', [x, g.ints([9, 4])], { ...FLOAT, half_pixel_centers: flag(true) }),
  'the nearest pixel, as TensorFlow 1 found it': (g, x) =>
    g.add('ResizeNearestNeighbor', [x, g.ints([9, 4])]),
  'depth to space': (g, x) =>
    g.add('DepthToSpace', [g.add('Conv2D', [x, kernel(g, [1, 1, 3, 8])], window('SAME', 1))], {
      ...FLOAT,
      block_size: integer(2),
    }),
  'a leaky relu with the default slope': (g, x) => g.add('LeakyRelu', [x]),
  'gelu by erfc': (g, x) => g.add('Mul', [x, g.add('Erfc', [g.add('Neg', [x])])]),
};

test.for(Object.entries(CASES))('%s', async ([, build], context) => {
  if (engine.name !== 'native') return context.skip('TensorFlow itself is not here');
  const place = await mkdtemp(join(folder, 'case-'));
  const graph = createGraph();
  const sides = [-1, SIDE, SIDE, 3];
  const x = graph.placeholder('float', sides);
  const info = (ref: Ref) => ({
    name: `${ref}:0`,
    dtype: DataType.float,
    tensor_shape: shapeOf(ref === x ? sides : []),
  });
  const signature = { inputs: { x: info(x) }, outputs: { y: info(build(graph, x)) }, method_name: 'predict' };
  await writeFile(
    join(place, 'saved_model.pb'),
    encodeSavedModel(graph.nodes, { serving_default: signature }),
  );

  const { node } = await import('@tensorflow/tfjs-node');
  const model = await node.loadSavedModel(place, ['serve'], 'serving_default');
  const pictures = tf.tensor(PICTURES, [2, SIDE, SIDE, 3]);
  const { y } = model.predict({ x: pictures }) as Record<string, tf.Tensor>;
  const expected = y!.dataSync();
  tf.dispose([pictures, y!]);
  model.dispose();

  const { onnx } = await loadSavedModel({ path: place, pooling: 'flatten' });
  const session = await createSession(onnx);
  const received = await session.run(PICTURES, 2);
  await session.dispose();
  expect(received.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 5);
});

function convolved(graph: Graph, x: Ref): Ref {
  return graph.add('Conv2D', [x, kernel(graph, [3, 3, 3, 4])], window('SAME', 1));
}

function padded(graph: Graph, x: Ref): Ref {
  const types = { T: typeOf('int32'), Tshape: typeOf('int32') };
  const sides = graph.add('Reshape', [graph.ints([0, 0, 1, 1, 2, 0, 0, 0]), graph.ints([4, 2])], types);
  return graph.add('Pad', [x, sides], { ...FLOAT, Tpaddings: typeOf('int32') });
}

function kernel(graph: Graph, shape: readonly number[]): Ref {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = graph.floats(Array.from({ length: size }, (_, i) => Math.cos(3 * i)));
  return graph.add('Reshape', [values, graph.ints(shape)], { ...FLOAT, Tshape: typeOf('int32') });
}

function slice(
  graph: Graph,
  x: Ref,
  begin: number[],
  end: number[],
  strides: number[],
  masks: { begin?: number; end?: number; ellipsis?: number; shrink?: number; added?: number },
): Ref {
  return graph.add('StridedSlice', [x, ...[begin, end, strides].map((list) => graph.ints(list))], {
    ...FLOAT,
    ...INDEX,
    begin_mask: integer(masks.begin ?? 0),
    end_mask: integer(masks.end ?? 0),
    ellipsis_mask: integer(masks.ellipsis ?? 0),
    shrink_axis_mask: integer(masks.shrink ?? 0),
    new_axis_mask: integer(masks.added ?? 0),
  });
}
