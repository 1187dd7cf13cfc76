import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { exportOnnx } from './export-onnx.js';
import { decodeModel } from './proto/model-proto.js';

beforeAll(() => startEngine());

/** Operators of the graph that ONNX Runtime runs, after its own rewriting for this processor. */
async function optimisedOperators(file: Uint8Array): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-onnx-'));
  const optimizedModelFilePath = join(folder, 'optimised.onnx');
  try {
    const session = await InferenceSession.create(file, { optimizedModelFilePath, logSeverityLevel: 3 });
    await session.release();
    return decodeModel(await readFile(optimizedModelFilePath)).graph.node.map(({ opType }) => opType);
  } finally {
    await rm(folder, { recursive: true });
  }
}

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
