import { beforeAll, expect, test } from 'vitest';
import { listBackbones } from '../backbones/registry.js';
import { startEngine } from '../engine/engine.js';
import { withPooling } from '../network/with-layers.js';
import { buildHead, resolveHead } from '../training/head.js';
import { buildStepGraph } from './step-graph.js';

beforeAll(() => startEngine());

test.each(listBackbones().map(({ name, build }) => ({ name, build })))(
  'every layer of $name has a rule, from the first on',
  ({ build }) => {
    const suffix = withPooling(build({ inputSize: 64, alpha: 1 }), 'average');
    const head = buildHead(suffix.outputs[0]!.shape[1]!, 3, resolveHead({}), 1);
    const graph = buildStepGraph({ suffix, head, optimizer: { name: 'adam' }, l2: 0 });
    expect('notCompiled' in graph ? graph.notCompiled : 'compiled').toBe('compiled');
    for (const network of [suffix, head]) network.dispose();
  },
);
