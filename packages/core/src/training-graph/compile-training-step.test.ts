import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoLeakedTensors } from '@graft/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { drawKernels } from '../backbones/random-weights.js';
import { startEngine } from '../engine/engine.js';
import { buildHead, resolveHead } from '../training/head.js';
import { trainableNetwork } from '../training/trainable-network.js';
import { evaluationStep } from '../training/training-step.js';
import { compileTrainingStep } from './compile-training-step.js';
import type { StepGraphOptions } from './step-graph.js';
import type { CompiledStep, StepBatch } from './types.js';

beforeAll(() => startEngine());

const FEATURES = 16;
const batch: StepBatch = {
  features: Float32Array.from({ length: 8 * FEATURES }, (_, i) => Math.sin(i * i)),
  shape: [8, FEATURES],
  labels: Int32Array.of(0, 1, 2, 0, 1, 2, 2, 1),
};

describe('a compiled step', () => {
  test('lowers the loss on the batch it learns from', async () => {
    const compiled = await compile({ head: headWith({ dropout: 0 }) });
    const losses = Array.from({ length: 40 }, (_, i) => compiled.step(batch, schedule(i + 1)).loss);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.8);
    compiled.dispose();
  });

  test('gives the same bits every time, and others with another dropout seed', async () => {
    const after = async (offset: number) => {
      const compiled = await compile({ head: headWith({ dropout: 0.5 }) });
      train(compiled, 1, 5, offset);
      const state = compiled.readBack();
      compiled.dispose();
      return state;
    };
    const first = await after(0);
    expect(await after(0)).toEqual(first);
    expect(await after(100)).not.toEqual(first);
  });

  test('gives the same bits every time through convolutions that run on several threads', async () => {
    const shape = [14, 14, 48];
    const suffix = convolutions(shape);
    const features = Float32Array.from({ length: 32 * 14 * 14 * 48 }, (_, i) => Math.sin(i * i));
    const labels = Int32Array.from({ length: 32 }, (_, i) => i % 3);
    const after = async () => {
      const compiled = await compile({ suffix, head: headWith({ dropout: 0.2 }) });
      for (let step = 1; step <= 3; step++) {
        compiled.step({ features, shape: [32, ...shape], labels }, schedule(step));
      }
      const state = compiled.readBack();
      compiled.dispose();
      return state;
    };
    const first = await after();
    for (let i = 0; i < 3; i++) expect(await after()).toEqual(first);
  });

  test('goes on from what was read back as if it had not been interrupted, bit for bit', async () => {
    const head = headWith({ dropout: 0.3, dense: [{ units: 6, dropout: 0.2 }] });
    const whole = await compile({ head });
    train(whole, 1, 3);
    const checkpoint = whole.readBack();
    train(whole, 4, 6);

    const resumed = await compile({ head: headWith({ dropout: 0.3, dense: [{ units: 6, dropout: 0.2 }] }) });
    resumed.write(checkpoint.weights, checkpoint.slots);
    expect(resumed.readBack()).toEqual(checkpoint);
    train(resumed, 4, 6);
    expect(resumed.readBack()).toEqual(whole.readBack());
    whole.dispose();
    resumed.dispose();
  });

  test('written without slots starts its optimiser anew', async () => {
    const compiled = await compile({ head: headWith({ dropout: 0 }) });
    const { weights } = compiled.readBack();
    train(compiled, 1, 2);
    const once = compiled.readBack();
    compiled.write(weights);
    train(compiled, 1, 2);
    expect(compiled.readBack()).toEqual(once);
    compiled.dispose();
  });

  test('brings the models up to date when asked, not before', async () => {
    const head = headWith({ dropout: 0 });
    const network = trainableNetwork(undefined, head);
    const values = () => network.weights.map(({ variable }) => Float32Array.from(variable.dataSync()));
    const before = values();
    const compiled = await compile({ head });
    train(compiled, 1, 3);
    expect(values()).toEqual(before);
    compiled.updateModels();
    expect(values()).toEqual(compiled.readBack().weights);
    const { loss, correct } = evaluationStep(network, batch);
    const evaluated = compiled.evaluate(batch);
    expect(evaluated.loss).toBeCloseTo(loss, 6);
    expect(evaluated.correct).toBe(correct);
    compiled.dispose();
  });

  test('evaluates without dropout and class weights, any number of rows', async () => {
    const compiled = await compile({ head: headWith({ dropout: 0.9 }), classWeights: [5, 1, 1] });
    const head = headWith({ dropout: 0.9 });
    const two = {
      features: batch.features.slice(0, 2 * FEATURES),
      shape: [2, FEATURES],
      labels: Int32Array.of(0, 1),
    };
    const { loss, correct } = evaluationStep(trainableNetwork(undefined, head), two);
    const evaluated = compiled.evaluate(two);
    expect(evaluated.loss).toBeCloseTo(loss, 6);
    expect(evaluated.correct).toBe(correct);
    compiled.dispose();
  });

  test('that diverges says so and changes nothing', async () => {
    const compiled = await compile({ head: headWith({ dropout: 0 }) });
    train(compiled, 1, 2);
    const before = compiled.readBack();
    const broken = { ...batch, features: batch.features.map((value, i) => (i === 3 ? Number.NaN : value)) };
    expect(() => compiled.step(broken, schedule(3))).toThrow(/NaN at step 3.*lower learning rate/);
    expect(compiled.readBack()).toEqual(before);
    train(compiled, 3, 4);
    compiled.dispose();
  });
});

describe('dropout', () => {
  test('keeps the share it should, scaled so that the mean stays', async () => {
    // One row of ones: the gradient by a feature of the kernel shows whether the feature was kept.
    const rate = 0.25;
    const head = buildHead(1000, 2, resolveHead({ dropout: rate }), 1);
    head.getLayer('logits').setWeights([tf.tensor2d(new Float32Array(2000), [1000, 2]), tf.zeros([2])]);
    const compiled = await compile({ head, optimizer: { name: 'sgd' } });
    const ones = { features: new Float32Array(1000).fill(1), shape: [1, 1000], labels: Int32Array.of(0) };
    compiled.step(ones, { step: 1, learningRate: 1, dropoutSeed: 3 });
    // With zero weights the gradient by kernel[i][0] is -0.5 * mask[i], and its negative lies in the momentum.
    const mask = Float32Array.from(
      { length: 1000 },
      (_, i) => compiled.readBack().slots.momentum![0]![2 * i]! / 0.5,
    );
    const kept = mask.filter((value) => value !== 0);
    expect(kept.every((value) => Math.abs(value - 1 / (1 - rate)) < 1e-5)).toBe(true);
    expect(kept.length / 1000).toBeGreaterThan(0.71); // Four standard deviations of a fair draw around 0.75.
    expect(kept.length / 1000).toBeLessThan(0.79);
    compiled.dispose();
  });
});

describe('memory', () => {
  test('stays flat over hundreds of steps: no tensor and no copy of a batch is left behind', async () => {
    const compiled = await compile({ head: buildHead(4096, 3, resolveHead({ dropout: 0.2 }), 1) });
    const large = { features: new Float32Array(32 * 4096), shape: [32, 4096], labels: new Int32Array(32) };
    const run = (steps: number) => {
      for (let i = 1; i <= steps; i++) compiled.step(large, schedule(i));
      compiled.evaluate(large);
      compiled.readBack();
      compiled.updateModels();
    };
    run(200);
    const before = process.memoryUsage().rss;
    await expectNoLeakedTensors(() => run(400));
    // One batch is half a megabyte: leaking it would be 200 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(60e6);
    compiled.dispose();
  });

  test('and session are given back on dispose, the folder as soon as the graph is loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-graph-'));
    vi.stubEnv('TMPDIR', folder);
    const sessions = () =>
      (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();
    const before = sessions();
    const compiled = await compile({ head: headWith({ dropout: 0.2 }) });
    expect(await readdir(folder)).toEqual([]);
    expect(sessions()).toBe(before + 1);
    compiled.dispose();
    expect(sessions()).toBe(before);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
});

describe('what cannot be compiled', () => {
  test('is named by layer and class', async () => {
    const input = tf.input({ shape: [FEATURES] });
    const strange = tf.layers.prelu({ name: 'strange' }).apply(input) as tf.SymbolicTensor;
    const suffix = tf.model({ inputs: input, outputs: strange });
    const head = headWith({});
    expect(await compileTrainingStep({ suffix, head, optimizer: { name: 'adam' }, l2: 0 })).toEqual({
      notCompiled: 'layer "strange" (PReLU) is not known',
      layer: 'strange',
      className: 'PReLU',
    });
  });

  test('includes a known layer with options beyond its rule', async () => {
    const input = tf.input({ shape: [8, 8, 2] });
    const conv = tf.layers
      .conv2d({ name: 'dilated', filters: 2, kernelSize: 3, dilationRate: 2 })
      .apply(input);
    const pooled = tf.layers.globalAveragePooling2d({}).apply(conv) as tf.SymbolicTensor;
    const suffix = tf.model({ inputs: input, outputs: pooled });
    const head = buildHead(2, 2, resolveHead({}), 1);
    expect(await compileTrainingStep({ suffix, head, optimizer: { name: 'adam' }, l2: 0 })).toMatchObject({
      notCompiled: 'layer "dilated" (Conv2D) has options that are not known',
    });
  });
});

function headWith(options: Parameters<typeof resolveHead>[0]): tf.LayersModel {
  return buildHead(FEATURES, 3, resolveHead(options), 5);
}

/** Pointwise, depthwise and 3x3, to a vector of `FEATURES` numbers. */
function convolutions(shape: number[]): tf.LayersModel {
  const input = tf.input({ shape });
  const layers = [
    tf.layers.conv2d({ filters: 96, kernelSize: 1, activation: 'relu6' }),
    tf.layers.depthwiseConv2d({ kernelSize: 5, padding: 'same', useBias: false }),
    tf.layers.batchNormalization({}),
    tf.layers.conv2d({ filters: FEATURES, kernelSize: 3, activation: 'relu' }),
    tf.layers.globalAveragePooling2d({}),
  ];
  const output = layers.reduce<tf.SymbolicTensor>((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const model = tf.model({ inputs: input, outputs: output });
  drawKernels(model, 3);
  return model;
}

async function compile(options: Partial<StepGraphOptions> & { head: tf.LayersModel }): Promise<CompiledStep> {
  const compiled = await compileTrainingStep({ optimizer: { name: 'adam' }, l2: 0, ...options });
  if ('notCompiled' in compiled) throw new Error(compiled.notCompiled);
  return compiled;
}

function schedule(step: number, offset = 0) {
  return { step, learningRate: 0.01, dropoutSeed: step + offset };
}

function train(compiled: CompiledStep, from: number, to: number, offset = 0): void {
  for (let step = from; step <= to; step++) compiled.step(batch, schedule(step, offset));
}
