import { join, relative, resolve } from 'node:path';
import { type Dataset, describeEnvironment, featureExtraction, fineTuning, type Strategy } from '@graft/core';
import pc from 'picocolors';
import { learningCurves } from '../terminal/curves.js';
import { accuracyWithInterval, percent } from '../terminal/format.js';
import { comparisonText } from '../terminal/report.js';
import { runTraining, type TrainDocument } from '../training-run.js';
import { emojiFolder, readDataset } from './pictures.js';
import { predictUnseen, writeContactSheet } from './unseen.js';

export interface DemoOptions {
  /** The user's own pictures; default: emoji drawn here. */
  data?: string;
  /** Folder for the models and the contact sheet. */
  out: string;
  seed: number;
}

const PRINTED_PREDICTIONS = 6;
/** On the emoji; with every seed that was tried either strategy is right on more than 92 of 100. */
const EXPECTED_ACCURACY = 0.85;

/** Tells the whole story: the data, both strategies, what they reached, predictions on unseen pictures. */
export async function runDemo({ data, out, seed }: DemoOptions): Promise<void> {
  chapter('The task');
  const folder = data ?? (await emojiFolder(seed));
  const dataset = await readDataset(folder, seed);
  say(taskText(folder, dataset, data === undefined));

  const documents = await trainBoth(folder, out, seed);

  chapter('What they reached');
  say(comparisonText(documents));

  const best = documents.reduce((a, b) => (b.test.accuracy > a.test.accuracy ? b : a));
  chapter(`Pictures it has never seen, by ${best.strategy}`);
  const predictions = await predictUnseen(best.bundle, dataset);
  for (const { path, actual, predicted, probability } of predictions.slice(0, PRINTED_PREDICTIONS)) {
    const verdict = predicted === actual ? pc.green('right') : pc.red(`wrong, is ${actual}`);
    say(`  ${relative(resolve(folder), path).padEnd(44)} ${predicted} ${percent(probability)}, ${verdict}`);
  }
  const sheet = await writeContactSheet(join(out, 'contact-sheet.png'), predictions);
  say(`\nContact sheet with ${predictions.length} of them: ${pc.bold(sheet)}`);

  if (data === undefined && best.test.accuracy < EXPECTED_ACCURACY) {
    say(
      pc.red(
        '\nThis is less than Graft reaches on these pictures: something in this installation does not work.',
      ),
    );
    say('`npm run graft -- doctor` shows what it found.');
    process.exitCode = 1;
  }

  chapter('Next');
  say(nextSteps(best, data ?? 'FOLDER'));
}

/** Feature extraction always; fine-tuning where the engine can train convolutions. */
async function trainBoth(data: string, out: string, seed: number): Promise<TrainDocument[]> {
  chapter('Feature extraction: every layer of the backbone is frozen, only a new head learns');
  const documents = [await trainOne(data, out, seed, featureExtraction())];

  chapter('Fine-tuning: the top of the backbone learns too, slowly');
  const { engine, advice } = await describeEnvironment();
  if (engine?.name === 'native') {
    documents.push(await trainOne(data, out, seed, fineTuning()));
  } else {
    say(`Left out: it needs the native engine, and here the ${engine?.name} engine runs.`);
    for (const line of advice) say(line);
  }
  return documents;
}

async function trainOne(data: string, out: string, seed: number, strategy: Strategy): Promise<TrainDocument> {
  const document = await runTraining({
    data,
    out: join(out, strategy.name),
    overwrite: true,
    recipe: { strategy, seed },
  });
  const curves = learningCurves(document.history);
  if (curves) say(`\n${curves}`);
  say(
    `\nRight on ${pc.bold(accuracyWithInterval(document.test))} of ${document.test.count} unseen pictures.`,
  );
  return document;
}

function taskText(folder: string, { labels, splits, skipped }: Dataset, emoji: boolean): string {
  return [
    `Tell apart: ${labels.join(', ')}. The backbone has learnt from ImageNet's photos${emoji ? ' and knows no drawings' : ''}.`,
    `${splits.train.length} pictures to learn from, ${splits.validation.length} to choose by, ${splits.test.length} unseen ones to judge.`,
    ...(emoji ? ['Drawn by three design teams; an emoji lies in one part only, in whatever style.'] : []),
    ...(skipped.length > 0
      ? [`Skipped: ${skipped.length}, the first is ${skipped[0]!.id} (${skipped[0]!.reason})`]
      : []),
    `Folder: ${folder}`,
  ].join('\n');
}

function nextSteps({ bundle, strategy }: TrainDocument, folder: string): string {
  return [
    'Your own pictures, one folder per label:',
    '  npm run demo -- --data FOLDER',
    `  npm run graft -- train ${folder} --strategy ${strategy} --out my-model`,
    'Ask a model:',
    `  npm run graft -- predict ${relative('.', bundle)} PICTURE…`,
  ].join('\n');
}

function chapter(title: string): void {
  say(`\n${pc.bold(pc.cyan(title))}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
