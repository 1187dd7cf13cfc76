import { AbortedError, GraftError } from '@graft/core';
import type { App } from '../app.js';
import { findDataset } from '../datasets/find-datasets.js';
import type { VersionRow } from '../datasets/freeze-version.js';
import { progressReporter } from '../datasets/progress-reporter.js';
import { pictureKey, versionKey } from '../datasets/storage-keys.js';
import type { JobHandler } from '../jobs/job-handler.js';
import { findModel, type ModelRow } from '../models/find-model.js';
import type { PictureAnswer } from './types.js';

/** Input of a job of kind `PREDICTION`. */
export interface PredictionInput {
  /** UUID of the model. */
  readonly model: string;
  readonly topK: number;
  /** Of test-time augmentation; undefined in jobs of an older Graft: 1. */
  readonly views?: number;
}

/** What it gives: `key` in storage holds one JSON line per picture. */
export interface PredictionResult {
  readonly key: string;
  readonly pictures: number;
  /** Pictures that could not be answered on; their lines say why. */
  readonly failures: number;
  /** Part of the answers that agree with the pictures' own labels; absent when the model knows none of them, or is of another task than one label a picture. */
  readonly agreement?: number;
}

const BATCH = 32;

/** Answers on every picture of a dataset version. */
export const predictDataset: JobHandler = async (app, { row, signal, report }) => {
  const { model: modelId, topK, views } = row.input as unknown as PredictionInput;
  const model = await findModel(app, modelId);
  const task = (await findDataset(app, row.dataset_id!))?.task ?? 'single-label';
  const version = await app.storage.read(versionKey(row.dataset_id!, row.dataset_version!));
  const rows = Buffer.from(version)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => (line ? [JSON.parse(line) as VersionRow] : []));

  const key = `results/${row.id}/${row.attempt}.jsonl`;
  const known = new Set(model.manifest.labels);
  const counts = { failures: 0, comparable: 0, agreeing: 0 };
  const done = progressReporter(rows.length, (event) => void report(event));

  async function* lines(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < rows.length; start += BATCH) {
      if (signal.aborted) throw new AbortedError('ABORTED', 'Stopped while predicting.');
      const batch = rows.slice(start, start + BATCH);
      const answers = await answersOn(app, model, row.dataset_id!, batch, views);
      for (const [i, picture] of batch.entries()) {
        const answer = answers[i]!;
        const actual = task === 'single-label' ? picture.label : JSON.parse(picture.label);
        const line = { picture: picture.file_name, actual, ...describe(answer, topK) };
        if (answer instanceof GraftError) counts.failures++;
        else if (answer.task === 'single-label' && known.has(picture.label)) {
          counts.comparable++;
          if (answer.labels[0]!.label === picture.label) counts.agreeing++;
        }
        done();
        yield Buffer.from(`${JSON.stringify(line)}\n`);
      }
    }
  }
  await app.storage.writeStream(key, lines());

  const result: PredictionResult = {
    key,
    pictures: rows.length,
    failures: counts.failures,
    ...(counts.comparable > 0 && { agreement: counts.agreeing / counts.comparable }),
  };
  return { result: { ...result } };
};

async function answersOn(
  app: App,
  model: ModelRow,
  datasetId: string,
  rows: readonly VersionRow[],
  views?: number,
): Promise<PictureAnswer[]> {
  const pictures = await Promise.all(
    rows.map(({ sha256 }) => app.storage.read(pictureKey(datasetId, sha256))),
  );
  return app.predictor.predict(model, pictures, { views });
}

function describe(answer: PictureAnswer, topK: number) {
  if (answer instanceof GraftError) return { error: { code: answer.code, message: answer.message } };
  switch (answer.task) {
    case 'single-label':
      return { predicted: answer.labels[0]!.label, labels: answer.labels.slice(0, topK) };
    case 'multi-label':
      return { labels: answer.labels, mostProbable: answer.all.slice(0, topK) };
    case 'regression':
      return { values: answer.values };
  }
}
