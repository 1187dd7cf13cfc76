import { GraftError, type McNemar, mcnemar, OptionError, readPredictions } from '@graft/core';
import type { App } from '../app.js';
import { pictureKey } from '../datasets/storage-keys.js';
import type { ModelRow } from './find-model.js';
import { versionSeen } from './seen-pictures.js';
import { labelFacts, taskOf } from './task.js';

/** Two models on the same pictures. */
export interface ModelComparison extends McNemar {
  readonly first: ModelRow;
  readonly second: ModelRow;
  /** Those on which exactly one of them is right. */
  readonly differences: readonly ComparedPicture[];
}

/** A picture with both answers. */
export interface ComparedPicture {
  /** Of a model that was tested on it. */
  readonly owner: ModelRow;
  readonly name: string;
  readonly sha256: string;
  readonly actual: string;
  readonly firstAnswer: string;
  readonly secondAnswer: string;
}

/** Pictures that are asked about while somebody waits: some ten seconds on two processors. */
const MAX_ASKED = 1000;
const BATCH = 32;

/**
 * Compares two models on the test pictures of both that neither learned from and whose labels both know. Answers come from
 * their own tests; where one was not tested on a picture of the other, it is asked now.
 *
 * @throws OptionError `MODELS_NOT_COMPARABLE` when there is no such picture.
 */
export async function compareModels(app: App, first: ModelRow, second: ModelRow): Promise<ModelComparison> {
  const [mine, theirs] = await Promise.all([examOf(app, first), examOf(app, second)]);
  const known = first.manifest.labels.filter((label) => second.manifest.labels.includes(label));
  const pictures = [...new Map([...theirs.tested, ...mine.tested]).values()]
    .filter(
      ({ actual, sha256 }) =>
        known.includes(actual) && !mine.learned.has(sha256) && !theirs.learned.has(sha256),
    )
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
    .slice(0, MAX_ASKED);
  if (pictures.length === 0) {
    throw new OptionError(
      'MODELS_NOT_COMPARABLE',
      `There is no picture to compare ${refOf(first)} and ${refOf(second)} on: one that either was tested on, that neither learned from, and whose label both know.`,
      { details: { field: 'second' } },
    );
  }
  const [firstAnswers, secondAnswers] = [
    await answersOf(app, mine, pictures),
    await answersOf(app, theirs, pictures),
  ];
  const compared = pictures.flatMap((picture, i): ComparedPicture[] => {
    const [firstAnswer, secondAnswer] = [firstAnswers[i], secondAnswers[i]];
    return firstAnswer && secondAnswer ? [{ ...picture, firstAnswer, secondAnswer }] : [];
  });
  return {
    first,
    second,
    ...mcnemar(
      compared.map(({ actual, firstAnswer }) => firstAnswer === actual),
      compared.map(({ actual, secondAnswer }) => secondAnswer === actual),
    ),
    differences: compared.filter(
      ({ actual, firstAnswer, secondAnswer }) => (firstAnswer === actual) !== (secondAnswer === actual),
    ),
  };
}

type TestPicture = Pick<ComparedPicture, 'owner' | 'name' | 'sha256' | 'actual'>;

/** What a model was tested on, by hash, with its answers; and what it has learned from, its choice of epoch included. */
interface Exam {
  readonly model: ModelRow;
  readonly tested: ReadonlyMap<string, TestPicture>;
  readonly answers: ReadonlyMap<string, string>;
  readonly learned: ReadonlySet<string>;
}

async function examOf(app: App, model: ModelRow): Promise<Exam> {
  const { dataset_id: datasetId, dataset_version: version, storage_prefix: prefix, manifest } = model;
  if (!labelFacts(manifest)) {
    throw new OptionError(
      'MODELS_NOT_COMPARABLE',
      `${refOf(model)} is made for ${taskOf(manifest)}: models are compared that give each picture one label.`,
      { details: { field: 'first' } },
    );
  }
  const samples = await readPredictions(app.storage, prefix);
  const then = datasetId && version ? await versionSeen(app, datasetId, version) : new Map();
  if (!samples || then.size === 0) {
    throw new OptionError(
      'MODELS_NOT_COMPARABLE',
      `What ${refOf(model)} was tested on is not there any more: ${samples ? 'its dataset was deleted' : 'it was trained by an older Graft'}. Train it again to compare it.`,
      { details: { field: 'first' } },
    );
  }
  const tests = samples.flatMap(({ id, split, actual, predicted }) => {
    const sha256 = then.get(id)?.sha256;
    return split === 'test' && sha256 ? [{ owner: model, name: id, sha256, actual, predicted }] : [];
  });
  const answers = new Map(tests.map(({ sha256, predicted }) => [sha256, predicted]));
  return {
    model,
    tested: new Map(tests.map(({ predicted: _, ...picture }) => [picture.sha256, picture])),
    answers,
    learned: new Set([...then.values()].map(({ sha256 }) => sha256).filter((sha256) => !answers.has(sha256))),
  };
}

/** In order; undefined for a picture that is gone or cannot be read any more. */
async function answersOf(
  app: App,
  { model, answers }: Exam,
  pictures: readonly TestPicture[],
): Promise<(string | undefined)[]> {
  const all = new Map<string, string | undefined>(answers);
  const missing = pictures.filter(({ sha256 }) => !answers.has(sha256));
  for (let start = 0; start < missing.length; start += BATCH) {
    const batch = missing.slice(start, start + BATCH);
    const read = batch.map(({ owner, sha256 }) => app.storage.read(pictureKey(owner.dataset_id!, sha256)));
    const given = await app.predictor.predict(model, await Promise.all(read));
    for (const [i, answer] of given.entries()) {
      const label =
        answer instanceof GraftError || answer.task !== 'single-label' ? undefined : answer.labels[0]!.label;
      all.set(batch[i]!.sha256, label);
    }
  }
  return pictures.map(({ sha256 }) => all.get(sha256));
}

function refOf({ name, version }: ModelRow): string {
  return `${name}:${version}`;
}
