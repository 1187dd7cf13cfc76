import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { exportOnnx } from './export-onnx.js';
import { optimisedOperators } from './optimised-operators.js';

beforeAll(() => startEngine());

/** Squeeze-and-excite, swish and batch norms before convolutions still make ONNX Runtime reorder in the other families. */
const PLAIN = /^(efficientnet-lite0|mobilenet|mobilenet-v2|resnet50|squeezenet|vgg16|vgg19)$/;

test.each(listBackbones().filter(({ name }) => PLAIN.test(name)))(
  'ONNX Runtime reorders nothing inside $title, and merges what can be merged',
  async ({ build }) => {
    const operators = await optimisedOperators(await exportOnnx(build({ inputSize: 64, alpha: 1 })));
    const reordering = operators.flatMap((operator, i) => (/Transpose|Reorder/.test(operator) ? [i] : []));
    expect(reordering).toEqual([0, operators.length - 1]);
    expect(operators).not.toContain('Pad');
    expect(operators).not.toContain('BatchNormalization');
  },
);
