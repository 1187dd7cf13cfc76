import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { ints, text } from './graph.js';
import { optimisedOperators } from './optimised-operators.js';
import { keepPaddingOfMaxPools } from './padded-max-pools.js';
import { DATA_TYPE, encodeModel, type GraphProto, type NodeProto } from './proto/model-proto.js';
import { createSession } from './session.js';

beforeAll(() => startEngine());

const SIDE = 6;
const NEGATIVE = Float32Array.from({ length: SIDE * SIDE }, (_, i) => -1 - ((7 * i) % 5));

test.each([
  ['right before the pool', [] as Step[]],
  ['with what is removed between them', [node('Identity'), node('Dropout')]],
  ['with arithmetic that does nothing between them', [node('Mul', ['one'])]],
  ['with turns between them', [node('Transpose', [], [0, 3, 2, 1]), node('Transpose', [], [0, 3, 2, 1])]],
  ['with more padding between them', [node('Pad', ['pads'])]],
])('zeros around negative values count in the maximum: %s', async (_, between) => {
  const rounds = 1 + between.filter(({ opType }) => opType === 'Pad').length;
  const expected = tf.tidy(() => {
    const sides = [rounds, rounds] as [number, number];
    const padded = tf.pad(tf.tensor3d(NEGATIVE, [SIDE, SIDE, 1]), [sides, sides, [0, 0]]);
    return tf.maxPool(padded, 3, 2, 'valid').dataSync();
  });
  const graph = padThenPool(between);
  expect(await run(keepPaddingOfMaxPools(graph))).toEqual([...expected]);
  // Fails once ONNX Runtime no longer merges them: then this file can go.
  expect(await run(graph)).not.toEqual([...expected]);
});

test('a pool of what is computed from the padding stays as it is', async () => {
  const graph = padThenPool([node('Relu')]);
  expect(keepPaddingOfMaxPools(graph)).toEqual(graph);
  expect(await optimisedOperators(fileOf(graph))).toEqual(['Pad', 'Relu', 'MaxPool']);
});

type Step = Pick<NodeProto, 'opType' | 'input' | 'attribute'>;

function node(opType: string, input: string[] = [], perm?: number[]): Step {
  return { opType, input, attribute: perm ? [{ name: 'perm', ...ints(perm) }] : [] };
}

function padThenPool(between: readonly Step[]): GraphProto {
  const paddings = 1 + between.filter(({ opType }) => opType === 'Pad').length;
  const side = Math.floor((SIDE + 2 * paddings - 3) / 2) + 1;
  const pool = { kernel_shape: ints([3, 3]), strides: ints([2, 2]) };
  const steps: Step[] = [
    { ...node('Pad', ['pads']), attribute: [{ name: 'mode', ...text('constant') }] },
    ...between,
    { ...node('MaxPool'), attribute: Object.entries(pool).map(([name, value]) => ({ name, ...value })) },
  ];
  const end = (name: string, sides: number[]) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: sides.map((dimValue) => ({ dimValue })) } } },
  });
  const pads = BigInt64Array.of(0n, 0n, 1n, 1n, 0n, 0n, 1n, 1n);
  return {
    name: 'network',
    node: steps.map((step, i) => ({
      ...step,
      name: `n${i}`,
      input: [`t${i}`, ...step.input],
      output: [`t${i + 1}`],
    })),
    initializer: [
      { name: 'pads', dims: [8], dataType: DATA_TYPE.int64, rawData: new Uint8Array(pads.buffer) },
      {
        name: 'one',
        dims: [],
        dataType: DATA_TYPE.float,
        rawData: new Uint8Array(Float32Array.of(1).buffer),
      },
    ],
    input: [end('t0', [1, 1, SIDE, SIDE])],
    output: [end(`t${steps.length}`, [1, 1, side, side])],
  };
}

function fileOf(graph: GraphProto): Uint8Array {
  return encodeModel({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph });
}

async function run(graph: GraphProto): Promise<number[]> {
  const session = await createSession(fileOf(graph), { threads: 1 });
  const values = await session.run(NEGATIVE, 1);
  await session.dispose();
  return [...values];
}
