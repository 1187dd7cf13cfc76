import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dataset, loadModel } from '@graft/core';
import { drawContactSheet, type SheetEntry } from './contact-sheet.js';

const SHEET_PICTURES = 36;

/** Predictions for pictures of the test split, taken in the order of their content's hash: mixed, and the same every time. */
export async function predictUnseen(bundle: string, { splits, labels }: Dataset): Promise<SheetEntry[]> {
  const samples = [...splits.test].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)).slice(0, SHEET_PICTURES);
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

/** @returns the path it was given. */
export async function writeContactSheet(path: string, entries: readonly SheetEntry[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await drawContactSheet('Pictures that the model has never seen', entries));
  return path;
}
