/**
 * Trains the Keras tutorial twice on the same pictures, order and first head, with real Keras and with Graft, and holds
 * the two loss curves against each other: VGG16 frozen with the classic head, then block 5 unfrozen.
 *
 *     npm run keras-tutorial -- --data FOLDER [--weights VGG16_NOTOP_FILE] [--train 64] [--validation 32] [--epochs 5]
 *
 * Without `--weights` the VGG16 weights are random ones that Keras writes: shapes, counts and arithmetic are checked all
 * the same. Exits with 1 when a loss differs by more than 2%.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { decodeImage } from '../../packages/core/dist/data/decode-image.js';
import { cacheFolder, createRandom, fineTuning, loadDataset, train } from '../../packages/core/dist/index.js';
import { weightsOf } from '../../packages/core/dist/network/weights.js';
import { buildHead, HEADS } from '../../packages/core/dist/training/head.js';

const PACKAGES = ['keras==3.15.1', 'tensorflow-cpu==2.21.0', 'h5py'];
const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'keras_tutorial.py');
const INPUT_SIZE = 224;
const BATCH_SIZE = 16;
const SEED = 42;
const LEARNING_RATES = { 'warm-up': 1e-3, training: 1e-5 };
const TOLERANCE = 0.02;
/** Below this a loss is rounding noise, and a ratio says nothing. */
const NEGLIGIBLE_LOSS = 1e-3;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    weights: { type: 'string' },
    train: { type: 'string', default: '64' },
    validation: { type: 'string', default: '32' },
    epochs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
if (!options.data) throw new Error('Say where the pictures are: npm run keras-tutorial -- --data FOLDER');

const python = setUpPython();
const work = cacheFolder('keras-tutorial', 'work');
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const epochs = Number(options.epochs);
const dataset = await smallDataset(options.data, Number(options.train), Number(options.validation));
const weights = options.weights ? resolve(options.weights) : drawnWeights();

await writePlan();
console.error('Keras trains…');
execFileSync(python, [SCRIPT, 'train', work], { stdio: ['ignore', 'inherit', 'inherit'] });
const keras = JSON.parse(readFileSync(join(work, 'keras.json'), 'utf8'));

console.error('Graft trains…');
const startedMs = performance.now();
const result = await train({
  dataset,
  backbone: { name: 'vgg16', weights },
  head: 'tutorial',
  strategy: fineTuning({ from: 'block5_conv1', warmUpEpochs: epochs }),
  epochs,
  batchSize: BATCH_SIZE,
  learningRate: LEARNING_RATES.training,
  schedule: 'constant',
  earlyStopping: false,
  featureCache: join(work, 'features'),
  seed: SEED,
  onProgress: (event) => event.type === 'epoch' && console.error(event.stage, JSON.stringify(event.record)),
});
const graftSeconds = (performance.now() - startedMs) / 1000;
report();

/** Keras from PyPI in an environment of its own, once. */
function setUpPython() {
  const environment = cacheFolder('keras-tutorial', 'python');
  const executable = join(environment, 'bin', 'python');
  const done = join(environment, `${PACKAGES.join('+')}.done`);
  if (!existsSync(done)) {
    console.error(`Installing ${PACKAGES.join(', ')}, once…`);
    execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
    execFileSync(executable, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
    writeFileSync(done, '');
  }
  return executable;
}

function drawnWeights() {
  const path = cacheFolder('keras-tutorial', 'vgg16-random-notop.weights.h5');
  if (!existsSync(path))
    execFileSync(python, [SCRIPT, 'weights', path], { stdio: ['ignore', 'inherit', 'inherit'] });
  return path;
}

/** The first pictures of each class, so that Keras, which reruns VGG16 every epoch, finishes in minutes. */
async function smallDataset(folder, trainCount, validationCount) {
  const whole = await loadDataset(folder);
  const pick = (samples, count) =>
    whole.labels.flatMap((_, label) =>
      samples.filter((sample) => sample.label === label).slice(0, Math.ceil(count / whole.labels.length)),
    );
  const { train: all, validation, test } = whole.splits;
  const splits = {
    train: pick(all, trainCount),
    validation: pick(validation, validationCount),
    test: pick(test, validationCount),
  };
  return { ...whole, splits, hash: `${whole.hash.slice(0, 56)}${trainCount.toString(16).padStart(8, '0')}` };
}

/** Everything that Keras needs in order to do the same: pixels, labels, the order of each epoch, the head's first weights. */
async function writePlan() {
  const { labels, splits } = dataset;
  for (const split of ['train', 'validation']) {
    const size = { height: INPUT_SIZE, width: INPUT_SIZE, resize: 'crop' };
    const pixels = await Promise.all(splits[split].map(({ path }) => decodeImage(path, size)));
    writeFileSync(join(work, `${split}.pixels`), Buffer.concat(pixels));
  }
  const headSeed = createRandom(SEED, 'head').integer(2 ** 31);
  for (const { name, variable } of weightsOf(
    buildHead(7 * 7 * 512, labels.length, HEADS.tutorial, headSeed),
  )) {
    if (name.endsWith('/kernel'))
      writeFileSync(join(work, name.replace('/', '.')), Buffer.from((await variable.data()).buffer));
  }
  const positions = [...splits.train.keys()];
  const ordersOf = (phase) =>
    Array.from({ length: epochs }, (_, epoch) =>
      createRandom(SEED, 'shuffle', phase, epoch).shuffle(positions),
    );
  const plan = {
    inputSize: INPUT_SIZE,
    classes: labels.length,
    batchSize: BATCH_SIZE,
    weights,
    learningRates: LEARNING_RATES,
    train: { labels: splits.train.map(({ label }) => label) },
    validation: { labels: splits.validation.map(({ label }) => label) },
    orders: { 'warm-up': ordersOf('warm-up'), training: ordersOf('training') },
  };
  writeFileSync(join(work, 'plan.json'), JSON.stringify(plan));
}

function report() {
  const rows = result.report.history.map((graft, i) => {
    const difference = (ours, theirs) => (Math.max(ours, theirs) < NEGLIGIBLE_LOSS ? 0 : ours / theirs - 1);
    return {
      phase: graft.phase,
      epoch: graft.epoch,
      keras: keras.history[i].loss,
      graft: graft.loss,
      difference: difference(graft.loss, keras.history[i].loss),
      validationKeras: keras.history[i].validationLoss,
      validationGraft: graft.validationLoss,
      validationDifference: difference(graft.validationLoss, keras.history[i].validationLoss),
    };
  });
  console.table(rows);
  const worst = Math.max(
    ...rows.flatMap((row) => [Math.abs(row.difference), Math.abs(row.validationDifference)]),
  );
  console.log('Parameters in Keras:', JSON.stringify(keras.parameters));
  console.log(`Seconds: Keras ${JSON.stringify(keras.seconds)}, Graft ${graftSeconds.toFixed(1)} in all`);
  console.log(`Largest difference of a loss: ${(worst * 100).toFixed(3)}% (tolerance ${TOLERANCE * 100}%)`);
  if (options.json)
    writeFileSync(options.json, JSON.stringify({ rows, worst, keras, graftSeconds }, undefined, 2));
  result.dispose();
  process.exitCode = worst <= TOLERANCE && keras.history.length === rows.length ? 0 : 1;
}
