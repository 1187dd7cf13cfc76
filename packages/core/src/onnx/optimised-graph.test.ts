import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { exportOnnx } from './export-onnx.js';
import { optimisedOperators } from './optimised-operators.js';

beforeAll(() => startEngine());

test.each(listBackbones())(
  'ONNX Runtime reorders nothing inside $title, and merges what can be merged',
  async ({ build }) => {
    const operators = await optimisedOperators(await exportOnnx(build({ inputSize: 64, alpha: 1 })));
    const reordering = operators.flatMap((operator, i) => (/Transpose|Reorder/.test(operator) ? [i] : []));
    expect(reordering).toEqual([0, operators.length - 1]);
    expect(operators).not.toContain('Pad');
    expect(operators).not.toContain('BatchNormalization');
  },
);
