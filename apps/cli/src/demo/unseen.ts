import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dataset, loadModel, type Sample } from '@graft/core';
import { drawContactSheet, type SheetEntry } from './contact-sheet.js';

const SHEET_PICTURES = 36;

/** Predictions for some pictures of the test split, the same ones every time. */
export async function predictUnseen(bundle: string, { splits, labels }: Dataset): Promise<SheetEntry[]> {
  const samples = takeTurns(splits.test).slice(0, SHEET_PICTURES);
  const model = await loadModel(bundle);
  try {
    const predictions = await model.predict(
      samples.map(({ path }) => path),
      { topK: 1 },
    );
    return samples.map(({ path, label }, index) => {
      const { label: predicted, probability } = predictions[index]![0]!;
      return { path, actual: labels[label]!, predicted, probability };
    });
  } finally {
    model.dispose();
  }
}

/** One sample of every label, then a second one of each; within a label in the order of the content's hash. */
function takeTurns(samples: readonly Sample[]): Sample[] {
  const seen = new Map<number, number>();
  return [...samples]
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
    .map((sample) => {
      const turn = seen.get(sample.label) ?? 0;
      seen.set(sample.label, turn + 1);
      return { sample, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ sample }) => sample);
}

/** @returns the path it was given. */
export async function writeContactSheet(path: string, entries: readonly SheetEntry[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await drawContactSheet('Pictures that the model has never seen', entries));
  return path;
}
