import { checkFractions, DatasetError, OptionError, type Split, type TrainingRecipe } from '@graft/core';
import type { App } from '../app.js';
import type { DatasetRow } from '../datasets/find-datasets.js';
import { labelsIn, type TargetTask } from '../datasets/targets.js';
import { ConflictError } from '../errors.js';
import type { TrainingInput } from './training-input.js';

/**
 * Finds out, from what the database knows, whether a training could be carried out on the dataset as it is now.
 *
 * @throws ConflictError `DATASET_IMPORTING` while pictures are still coming in.
 * @throws DatasetError `DATASET_SINGLE_CLASS`, `DATASET_EMPTY_CLASS`, `DATASET_TOO_SMALL`, `DATASET_BAD_FILES`.
 * @throws OptionError `OPTION_INVALID` for fractions, or class weights of labels that are not there.
 */
export async function checkDataset(
  { db }: Pick<App, 'db'>,
  { id: datasetId, name, task }: DatasetRow,
  { classWeights, onBadFile }: Pick<TrainingRecipe, 'classWeights' | 'onBadFile'>,
  { validationFraction = 0.1, testFraction = 0.1 }: TrainingInput['fractions'],
): Promise<void> {
  checkFractions(validationFraction, testFraction);
  await refuseDuringImport(db, datasetId, name);

  const groups = await db
    .selectFrom('pictures')
    .select(['label', 'split', ({ fn }) => fn.count<string>('sha256').distinct().as('pictures')])
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is', null)
    .groupBy(['label', 'split'])
    .execute();
  const refuse = (code: string, problem: string) =>
    new DatasetError(code, `Dataset "${name}" ${problem}`, { details: { field: 'dataset' } });
  // As core splits: of one label's pictures one goes to each new split, and one at least stays.
  const given = new Set(groups.map(({ split }) => split));
  const toMake = [
    !given.has('validation') && validationFraction > 0,
    !given.has('test') && testFraction > 0,
  ].filter(Boolean).length;
  if (task === 'single-label') checkLabels(groups, toMake, classWeights, refuse);
  else checkTargets(task, groups, toMake, refuse);
  await refuseBadFiles(db, datasetId, onBadFile, refuse);
}

interface Group {
  readonly label: string;
  readonly split: Split | null;
  /** Different ones. */
  readonly pictures: string;
}
type Refuse = (code: string, problem: string) => DatasetError;

function checkTargets(task: TargetTask, groups: readonly Group[], toMake: number, refuse: Refuse): void {
  if (groups.length === 0) throw refuse('DATASET_EMPTY', 'has no usable picture: expected some.');
  if (task === 'multi-label' && groups.every(({ label }) => labelsIn(label).length === 0))
    throw refuse('DATASET_NO_CLASSES', 'has no picture with a label: expected at least one.');
  const count = groups.filter(isToLearnFrom).reduce((sum, { pictures }) => sum + Number(pictures), 0);
  if (count > toMake) return;
  throw refuse(
    'DATASET_TOO_SMALL',
    `has ${count} different pictures to learn from: expected at least ${toMake + 1}, to have some for training, validation and test. Add pictures.`,
  );
}

function checkLabels(
  groups: readonly Group[],
  toMake: number,
  classWeights: TrainingRecipe['classWeights'],
  refuse: Refuse,
): void {
  const labels = [...new Set(groups.map(({ label }) => label))].sort();
  if (labels.length < 2) {
    const found = labels.length === 0 ? 'no usable picture' : `one label only, "${labels[0]}"`;
    throw refuse(
      labels.length === 0 ? 'DATASET_EMPTY' : 'DATASET_SINGLE_CLASS',
      `has ${found}: expected pictures of at least two labels.`,
    );
  }
  const toLearnFrom = new Map(labels.map((label) => [label, 0]));
  for (const group of groups.filter(isToLearnFrom)) {
    toLearnFrom.set(group.label, toLearnFrom.get(group.label)! + Number(group.pictures));
  }
  for (const [label, count] of toLearnFrom) {
    if (count > 0) continue;
    throw refuse(
      'DATASET_EMPTY_CLASS',
      `has no picture of "${label}" to train on: expected at least one that is not set aside for validation or test.`,
    );
  }
  const largest = Math.max(...toLearnFrom.values());
  if (largest <= toMake) {
    throw refuse(
      'DATASET_TOO_SMALL',
      `has at most ${largest} different pictures of a label: expected at least ${toMake + 1}, to have some for training, validation and test. Add pictures.`,
    );
  }
  if (typeof classWeights === 'object') refuseUnknownLabels(classWeights, labels);
}

function isToLearnFrom({ split }: Group): boolean {
  return split === null || split === 'train';
}

async function refuseDuringImport(db: App['db'], datasetId: string, name: string): Promise<void> {
  const running = await db
    .selectFrom('jobs')
    .select('id')
    .where('dataset_id', '=', datasetId)
    .where('kind', '=', 'IMPORT')
    .where('state', 'in', ['QUEUED', 'RUNNING'])
    .executeTakeFirst();
  if (!running) return;
  throw new ConflictError(
    'DATASET_IMPORTING',
    `Pictures are still being imported into dataset "${name}". Wait for its IMPORT job to end, or cancel it.`,
    { details: { field: 'dataset' } },
  );
}

async function refuseBadFiles(
  db: App['db'],
  datasetId: string,
  onBadFile: TrainingRecipe['onBadFile'],
  refuse: (code: string, problem: string) => DatasetError,
): Promise<void> {
  if (onBadFile !== 'refuse') return;
  const bad = await db
    .selectFrom('pictures')
    .select(['name', 'bad_reason'])
    .where('dataset_id', '=', datasetId)
    .where('bad_code', 'is not', null)
    .orderBy('name')
    .executeTakeFirst();
  if (!bad) return;
  throw refuse(
    'DATASET_BAD_FILES',
    `has files that cannot be used; the first: ${bad.name}: ${bad.bad_reason} Remove them, or leave them out with onBadFile SKIP.`,
  );
}

function refuseUnknownLabels(
  classWeights: Readonly<Record<string, number>>,
  labels: readonly string[],
): void {
  for (const [label, weight] of Object.entries(classWeights)) {
    const problem = !labels.includes(label)
      ? `there is no label ${JSON.stringify(label)}; the dataset has ${labels.join(', ')}`
      : weight > 0 && Number.isFinite(weight)
        ? undefined
        : `the weight of ${JSON.stringify(label)} is ${weight}; expected a number > 0`;
    if (!problem) continue;
    throw new OptionError('OPTION_INVALID', `classWeights: ${problem}.`, {
      details: { field: 'classWeights' },
    });
  }
}
