/**
 * Does memory grow with the dataset? Trains on synthetic folders of growing size at a constant batch, each in a process of
 * its own, and prints the resident memory after reading, after computing features and after each epoch.
 *
 *     npm run bench:memory -- [--images 2000,20000] [--data FOLDER] [--strategy feature-extraction|fine-tuning]
 *
 * The pictures are copies of a few drawn ones (or of FOLDER's), each made unique by bytes after the picture's end, so
 * every one is decoded and computed.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    images: { type: 'string', default: '2000,20000' },
    data: { type: 'string' },
    strategy: { type: 'string', default: 'feature-extraction' },
    child: { type: 'string' },
  },
});

if (options.child) await measure(options.child);
else compare();

/** One run per size; prints the table. */
function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'graft-memory-'));
  const rows = [];
  try {
    for (const count of options.images.split(',').map(Number)) {
      const pictures = join(folder, `${count}`);
      copyPictures(options.data ?? '../shared/data/cats-and-dogs/train', pictures, count);
      const self = fileURLToPath(import.meta.url);
      const { stdout, status } = spawnSync(
        process.execPath,
        ['--expose-gc', self, '--child', pictures, '--strategy', options.strategy],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      if (status !== 0) throw new Error(`The run over ${count} pictures failed.`);
      rows.push({ pictures: count, ...JSON.parse(stdout.toString()) });
      rmSync(pictures, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.table(rows);
}

function copyPictures(source, target, count) {
  if (!existsSync(source)) throw new Error(`There is no ${source}; give a folder of classes with --data.`);
  const classes = readdirSync(source).filter((name) => !name.startsWith('.'));
  for (const label of classes) {
    const files = readdirSync(join(source, label));
    mkdirSync(join(target, label), { recursive: true });
    for (let i = 0; i < count / classes.length; i++) {
      const from = files[i % files.length];
      const to = join(target, label, `${i}${extname(from)}`);
      copyFileSync(join(source, label, from), to);
      appendFileSync(to, `graft ${i}`);
    }
  }
}

/** Runs in a child: prints one JSON object of resident megabytes. */
async function measure(pictures) {
  const { featureExtraction, fineTuning, loadDataset, train } = await import(
    '../../packages/core/dist/index.js'
  );
  const tf = await import('@tensorflow/tfjs');
  const megabytes = () => {
    globalThis.gc?.();
    return Math.round(process.memoryUsage.rss() / 1e6);
  };
  let tenths = 0;
  /** @param {{ done: number, total: number }} event */
  const reportTenths = ({ done, total }) => {
    if (done * 10 < tenths * total) return;
    tenths++;
    console.error(`  ${done} of ${total} pictures: ${megabytes()} MB`);
  };
  const dataset = await loadDataset(pictures);
  const facts = {
    afterReading: megabytes(),
    halfOfFeatures: 0,
    afterFeatures: 0,
    epoch1: 0,
    lastEpoch: 0,
    tensors: new Set(),
  };
  const startedMs = performance.now();
  const result = await train({
    dataset,
    strategy: options.strategy === 'fine-tuning' ? fineTuning() : featureExtraction(),
    epochs: 5,
    earlyStopping: false,
    featureCache: join(pictures, '..', 'cache'),
    onProgress(event) {
      if (event.type === 'progress' && event.stage === 'features') {
        reportTenths(event);
        if (facts.halfOfFeatures === 0 && event.done * 2 >= event.total) facts.halfOfFeatures = megabytes();
        if (event.done === event.total) facts.afterFeatures = megabytes();
      }
      if (event.type !== 'epoch') return;
      if (facts.epoch1 === 0) facts.epoch1 = megabytes();
      facts.lastEpoch = megabytes();
      facts.tensors.add(tf.memory().numTensors);
    },
  });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const maxResident = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(JSON.stringify({ ...facts, maxResident, tensors: [...facts.tensors].join(), seconds }));
  result.dispose();
}
