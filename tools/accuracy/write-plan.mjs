import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { loadBackbone } from '../../packages/core/dist/backbones/load-backbone.js';
import { decodeImage } from '../../packages/core/dist/data/decode-image.js';
import { toKeras } from '../../packages/core/dist/export/to-keras.js';
import { featureExtraction } from '../../packages/core/dist/index.js';
import { prepareRun } from '../../packages/core/dist/training/prepare-run.js';

const BACKBONE = 'efficientnet-lite0';
const INPUT = { height: 224, width: 224, resize: 'crop' };
/** What the peers learn from, what Graft's head does, and what both are tested on. */
const partsOf = ({ hasOwnValidation }) => ({
  learn: ['train', 'validation'],
  graft: hasOwnValidation ? ['train'] : ['train', 'validation'],
  test: ['test'],
});

/** Everything that the peers need: features, pixels, labels, the backbone as a Keras file. See peers.py. */
export async function writePlan(folder, dataset, seed) {
  const {
    sets,
    pipeline: network,
    closeCache,
  } = await prepareRun({ dataset, seed, strategy: featureExtraction() });
  const plan = { seed, classes: dataset.labels.length, side: INPUT.height, labels: {} };
  for (const [part, splits] of Object.entries(partsOf(dataset))) {
    const pooled = splits.map((split) => sets[split].pooled);
    plan.labels[part] = pooled.flatMap(({ labels }) => [...labels]);
    await pipeline(rowsOf(pooled), createWriteStream(join(folder, `${part}.features`)));
    if (part === 'graft') continue;
    const paths = pooled.flatMap(({ samples }) => samples.map(({ path }) => path));
    await pipeline(pixelsOf(paths), createWriteStream(join(folder, `${part}.pixels`)));
  }
  network.dispose();
  await closeCache();
  const { model } = await loadBackbone({ name: BACKBONE });
  const files = await toKeras(model, { id: BACKBONE, labels: [], graft: '' });
  writeFileSync(join(folder, 'backbone.keras'), files.get('model.keras'));
  model.dispose();
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
}

async function* rowsOf(sets) {
  for (const set of sets) {
    for (const position of set.samples.keys()) yield Buffer.from((await set.read([position])).slice().buffer);
  }
}

async function* pixelsOf(paths) {
  for (const path of paths) yield Buffer.from(await decodeImage(path, INPUT));
}
