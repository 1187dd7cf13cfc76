import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  cacheFolder,
  type Dataset,
  describeEnvironment,
  featureExtraction,
  fineTuning,
  loadDataset,
  loadModel,
  type Sample,
} from '@graft/core';
import pc from 'picocolors';
import { learningCurves } from '../terminal/curves.js';
import { accuracyWithInterval, percent } from '../terminal/format.js';
import { withInterrupt } from '../terminal/interrupt.js';
import { showProgress } from '../terminal/progress.js';
import { comparisonText } from '../terminal/report.js';
import { runTraining, type TrainDocument } from '../training-run.js';
import { drawContactSheet, type SheetEntry } from './contact-sheet.js';
import { drawEmoji, PICTURE_SIZE, STYLES } from './emoji.js';

export interface DemoOptions {
  /** The user's own pictures; default: emoji drawn here. */
  data?: string;
  /** Folder for the models and the contact sheet. */
  out: string;
  seed: number;
}

const SHEET_PICTURES = 36;
const PRINTED_PREDICTIONS = 6;

/** Tells the whole story: data, both strategies, their comparison, predictions on unseen pictures. */
export async function runDemo({ data, out, seed }: DemoOptions): Promise<void> {
  chapter('The task');
  const folder = data ?? (await emojiFolder(seed));
  const dataset = await readDataset(folder, seed);
  say(datasetText(folder, dataset));

  const documents = await trainBoth(folder, out, seed);

  chapter('What they reached');
  say(comparisonText(documents));

  const best = documents.reduce((a, b) => (b.test.accuracy > a.test.accuracy ? b : a));
  chapter(`Pictures it has never seen (${best.strategy})`);
  const sheet = join(out, 'contact-sheet.png');
  const entries = await predictUnseen(best.bundle, dataset);
  for (const { path, predicted, probability } of entries.slice(0, PRINTED_PREDICTIONS)) {
    say(`  ${relative(resolve(folder), path).padEnd(44)} ${predicted} ${percent(probability)}`);
  }
  await mkdir(out, { recursive: true });
  await writeFile(sheet, await drawContactSheet(`${dataset.name}: unseen pictures`, entries));
  say(`\nContact sheet with ${entries.length} of them: ${pc.bold(sheet)}`);

  chapter('Next');
  say(nextSteps(relative('.', best.bundle), data !== undefined));
}

async function emojiFolder(seed: number): Promise<string> {
  const parent = cacheFolder('demo');
  const display = showProgress();
  const started = performance.now();
  try {
    return await withInterrupt('Stopping…', (signal) =>
      drawEmoji(parent, {
        seed,
        signal,
        onProgress(done, total) {
          const perSecond = done / ((performance.now() - started) / 1000);
          const secondsLeft = (total - done) / perSecond;
          if (done === 1) display.onProgress({ type: 'stage', stage: 'dataset', message: 'Drawing the pictures' });
          display.onProgress({ type: 'progress', stage: 'dataset', unit: 'images', done, total, perSecond, secondsLeft });
        },
      }),
    );
  } finally {
    display.stop();
  }
}

async function readDataset(folder: string, seed: number): Promise<Dataset> {
  const display = showProgress();
  try {
    return await withInterrupt('Stopping…', (signal) =>
      loadDataset(folder, { seed, onProgress: display.onProgress, signal }),
    );
  } finally {
    display.stop();
  }
}

/** Feature extraction always; fine-tuning where the engine can train convolutions. */
async function trainBoth(data: string, out: string, seed: number): Promise<TrainDocument[]> {
  chapter('Feature extraction: every backbone layer is frozen, only a new head learns');
  const documents = [await trainOne(data, join(out, 'feature-extraction'), { strategy: featureExtraction(), seed })];

  chapter('Fine-tuning: the top of the backbone learns too');
  const { engine, advice } = await describeEnvironment();
  if (engine.name === 'native') {
    documents.push(await trainOne(data, join(out, 'fine-tuning'), { strategy: fineTuning(), seed }));
  } else {
    say(`Left out: the ${engine.name} engine that runs here cannot train a backbone's layers; the native one can.`);
    for (const line of [...engine.missing, ...advice]) say(`  ${line}`);
    say('The demo goes on with feature extraction. `graft doctor` tells more.');
  }
  return documents;
}

async function trainOne(
  data: string,
  out: string,
  recipe: Parameters<typeof runTraining>[0]['recipe'],
): Promise<TrainDocument> {
  const document = await runTraining({ data, out, overwrite: true, recipe });
  say(`\n${learningCurves(document.history)}\n`);
  say(`${pc.bold(accuracyWithInterval(document.test))} of ${document.test.count} unseen pictures right.`);
  return document;
}

/** Predictions for a sample of the test split, the same every time: samples in the order of their content's hash. */
async function predictUnseen(bundle: string, { splits, labels }: Dataset): Promise<SheetEntry[]> {
  const samples = [...splits.test].sort(bySha256).slice(0, SHEET_PICTURES);
  const model = await loadModel(bundle);
  try {
    const predictions = await model.predict(samples.map(({ path }) => path), { topK: 1 });
    return samples.map(({ path, label }, index) => {
      const { label: predicted, probability } = predictions[index]![0]!;
      return { path, actual: labels[label]!, predicted, probability };
    });
  } finally {
    model.dispose();
  }
}

function bySha256(a: Sample, b: Sample): number {
  return a.sha256 < b.sha256 ? -1 : 1;
}

function datasetText(folder: string, { labels, splits, skipped }: Dataset): string {
  const counts = `${splits.train.length} to learn from, ${splits.validation.length} to choose the best epoch, ${splits.test.length} unseen ones to judge`;
  const lines = [`Tell apart ${labels.join(', ')}. Pictures: ${counts}.`, `They are in ${folder}`];
  if (existsSync(join(folder, 'train', 'animal', `ant.${STYLES[0]}.png`))) lines.push('');
  if (skipped.length > 0) lines.push(`${skipped.length} files were skipped, the first because: ${skipped[0]!.reason}`);
  return lines.join('\n');
}

function nextSteps(bundle: string, ownData: boolean): string {
  return [
    `graft predict ${bundle} some-picture.png    ask the model about any picture`,
    ownData
      ? 'graft train FOLDER --out my-model           keep a model of your own'
      : 'npm run demo -- --data FOLDER                the same story on your pictures, one folder per label',
    'graft train FOLDER --strategy fine-tuning --out my-model',
  ].join('\n');
}

function chapter(title: string): void {
  say(`\n${pc.bold(pc.cyan(title))}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
