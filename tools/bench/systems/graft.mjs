/** Graft through its public interface; only the step alone looks inside. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  featureExtraction,
  fileStorage,
  fineTuning,
  loadDataset,
  loadModel,
  train,
} from '../../../packages/core/dist/index.js';
import { answer, peakMegabytes, startClock, timed } from './answer.mjs';

await answer({ train: trainAll, embed, step, latency });

async function trainAll(plan) {
  const clock = startClock();
  const dataset = await loadDataset(plan.data, { testFraction: 0 });
  const result = await train({ ...recipeOf(plan), dataset });
  const times = clock();
  const { features, training } = result.report.seconds;
  return {
    ...times,
    parts: { features, training, other: times.seconds - features - training },
    accuracy: result.report.history.at(-1).validationAccuracy,
  };
}

/** The features' part of a run of feature extraction, after the reading of the folder; they end up in a cache on disk. */
async function embed(plan) {
  let clock = startClock();
  const dataset = await loadDataset(plan.data);
  const reading = clock();
  let features;
  let peak;
  await train({
    ...recipeOf(plan),
    dataset,
    epochs: 1,
    onProgress({ type, stage }) {
      if (type !== 'stage') return;
      if (stage === 'features') clock = startClock();
      if (stage !== 'training') return;
      features = clock();
      peak = peakMegabytes(); // Without what the measuring of the head takes.
    },
  });
  return {
    seconds: reading.seconds + features.seconds,
    coreSeconds: reading.coreSeconds + features.coreSeconds,
    parts: { reading: reading.seconds, features: features.seconds },
    pictures: plan.pictures,
    peakMegabytes: peak,
  };
}

async function latency(plan) {
  const folder = mkdtempSync(join(tmpdir(), 'graft-bench-model-'));
  try {
    const trained = await train({
      ...recipeOf(plan),
      dataset: await loadDataset(plan.data),
      epochs: 1,
    });
    await trained.save(fileStorage(folder), '');
    const model = await loadModel(folder);
    const files = plan.files.map((path) => readFileSync(path));
    return await timed(async (i) => {
      const [[best]] = await model.predict([files[i % files.length]], { topK: 1 });
      return best.label;
    }, plan);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function step(plan) {
  const { loadBackbone } = await import('../../../packages/core/dist/backbones/load-backbone.js');
  const { cutNetwork } = await import('../../../packages/core/dist/network/cut.js');
  const { withPooling } = await import('../../../packages/core/dist/network/with-layers.js');
  const { buildHead, resolveHead } = await import('../../../packages/core/dist/training/head.js');
  const { trainableNetwork } = await import('../../../packages/core/dist/training/trainable-network.js');
  const { createTrainer } = await import('../../../packages/core/dist/training/trainer.js');

  const { model } = await loadBackbone({ name: plan.backbone, weights: plan.weights });
  const { pooling, ...head } = resolveHead(recipeOf(plan).head);
  const whole = withPooling(model, pooling);
  const { suffix } = await cutNetwork(whole, plan.from);
  const network = trainableNetwork(suffix, buildHead(whole.outputs[0].shape[1], 2, head, 1));
  const trainer = await createTrainer(network, { optimizer: { name: 'adam' }, l2: 0 }, (event) =>
    console.error(event.message),
  );
  const shape = [plan.batchSize, ...suffix.inputs[0].shape.slice(1)];
  const features = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.random());
  const labels = Int32Array.from({ length: plan.batchSize }, (_, i) => i % 2);
  const measured = await timed((i) => {
    trainer.step(
      { features, shape, labels },
      { step: i + 1, learningRate: plan.learningRate, dropoutSeed: i },
    );
  }, plan);
  return { ...measured, kind: trainer.kind };
}

function recipeOf(plan) {
  return {
    backbone: { name: plan.backbone, weights: plan.weights },
    head: plan.head === 'tutorial' ? 'tutorial' : { pooling: 'average', dropout: 0 },
    strategy: plan.from ? fineTuning({ from: plan.from, warmUpEpochs: 0 }) : featureExtraction(),
    precision: plan.precision,
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    learningRate: plan.learningRate,
    schedule: 'constant',
    earlyStopping: false,
    featureCache: false,
  };
}
