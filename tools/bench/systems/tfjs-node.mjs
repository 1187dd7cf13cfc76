/** tfjs-node alone, layer by layer, by somebody who computes the frozen part once: decodeImage, LayersModel, predict, fit. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadBackbone } from '../../../packages/core/dist/backbones/load-backbone.js';
import { startEngine } from '../../../packages/core/dist/engine/engine.js';
import { cutNetwork } from '../../../packages/core/dist/network/cut.js';
import { withPooling } from '../../../packages/core/dist/network/with-layers.js';
import { answer, startClock, timed } from './answer.mjs';

const SIDE = 224;
await startEngine();
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node');
await answer({ train, embed, step, latency });

async function train(plan) {
  const clock = startClock();
  const { below, above, scaling } = await networkOf(plan);
  const labels = readdirSync(join(plan.data, 'train'));
  const [x, y] = featuresOf(below, join(plan.data, 'train'), scaling, plan);
  const validationData = featuresOf(below, join(plan.data, 'val'), scaling, plan);
  const features = clock().seconds;
  const model = trainable(above, x.shape.slice(1), labels.length, plan);
  const { epochs, batchSize } = plan;
  const { history } = await model.fit(x, y, { epochs, batchSize, validationData, verbose: 0 });
  const times = clock();
  const parts = { features, training: times.seconds - features };
  return { ...times, parts, accuracy: history.val_acc.at(-1) };
}

async function embed(plan) {
  const { below, scaling } = await networkOf(plan);
  tf.tidy(() => below.predict(tf.zeros([plan.batchSize, SIDE, SIDE, 3])));
  const clock = startClock();
  const [x] = featuresOf(below, plan.data, scaling, plan);
  await x.data();
  return { ...clock(), pictures: x.shape[0], mean: x.mean().dataSync()[0] };
}

async function step(plan) {
  const { above } = await networkOf(plan);
  const shape = above.inputs[0].shape.slice(1);
  const model = trainable(above, shape, 2, plan);
  const x = tf.randomUniform([plan.batchSize, ...shape]);
  const y = tf.oneHot(
    Array.from({ length: plan.batchSize }, (_, i) => i % 2),
    2,
  );
  return timed(() => model.trainOnBatch(x, y), plan);
}

async function latency(plan) {
  const { below, scaling } = await networkOf(plan);
  const classifier = tf.layers.dense({
    units: 2,
    activation: 'softmax',
    inputShape: below.outputs[0].shape.slice(1),
  });
  const head = tf.sequential({ layers: [classifier] });
  const files = plan.files.map((path) => readFileSync(path));
  return timed(
    (i) =>
      tf.tidy(
        () =>
          head
            .predict(below.predict(decode([files[i % files.length]], scaling)))
            .argMax(-1)
            .dataSync()[0],
      ),
    plan,
  );
}

/** @returns the layers that stay, the layers that learn (or undefined), and what the weights expect of the pixels. */
async function networkOf(plan) {
  const { model, scaling } = await loadBackbone({ name: plan.backbone, weights: plan.weights });
  const whole = withPooling(model, plan.head === 'tutorial' ? 'flatten' : 'average');
  if (!plan.from) return { below: whole, scaling };
  const { prefix, suffix } = await cutNetwork(whole, plan.from);
  return { below: prefix, above: suffix, scaling };
}

function trainable(above, shape, classes, { head, learningRate }) {
  const layers = above ? [above] : [];
  const first = above ? {} : { inputShape: shape };
  if (head === 'tutorial') layers.push(tf.layers.dense({ units: 256, activation: 'relu', ...first }));
  const inputShape = layers.length === 0 ? first : {};
  layers.push(tf.layers.dense({ units: classes, activation: 'softmax', ...inputShape }));
  const model = tf.sequential({ layers });
  model.compile({
    optimizer: tf.train.adam(learningRate),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** @returns features and one-hot labels of a folder of classes. */
function featuresOf(network, folder, scaling, { batchSize }) {
  const labels = readdirSync(folder).sort();
  const files = labels.flatMap((label, i) =>
    readdirSync(join(folder, label)).map((name) => ({ path: join(folder, label, name), label: i })),
  );
  const batches = [];
  for (let start = 0; start < files.length; start += batchSize) {
    const batch = files.slice(start, start + batchSize).map(({ path }) => readFileSync(path));
    batches.push(tf.tidy(() => network.predict(decode(batch, scaling))));
  }
  const features = tf.concat(batches);
  tf.dispose(batches);
  return [
    features,
    tf.oneHot(
      files.map(({ label }) => label),
      labels.length,
    ),
  ];
}

/** @returns `[files.length, SIDE, SIDE, 3]`, scaled. */
function decode(files, { channels, mean, std }) {
  const pixels = files.map((bytes) => tf.image.resizeBilinear(tf.node.decodeImage(bytes, 3), [SIDE, SIDE]));
  const stacked = tf.stack(pixels);
  const ordered = channels === 'bgr' ? stacked.reverse(-1) : stacked;
  return ordered.sub(tf.tensor1d(mean)).div(tf.tensor1d(std));
}
