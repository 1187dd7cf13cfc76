import type { App } from '../../app.js';
import type { CheckInput, CheckResult } from '../../datasets/check-pictures.js';
import { findPicturesByName, type PictureRow } from '../../datasets/find-pictures.js';
import { freezeVersion } from '../../datasets/freeze-version.js';
import { targetIn } from '../../datasets/targets.js';
import { createJob } from '../../jobs/create-job.js';
import { checkDataset } from '../../training/check-dataset.js';
import { builder } from '../builder.js';
import { JobRef } from '../job-ref.js';
import { mutation } from '../mutation.js';
import { expectDataset } from './ids.js';
import { PictureType } from './picture.js';

interface Findings {
  readonly duplicates: readonly { a: PictureRow; b: PictureRow; similarity: number }[];
  readonly doubtedLabels: readonly (Omit<CheckResult['doubtedLabels'][number], 'name' | 'label'> & {
    picture: PictureRow;
  })[];
  readonly doubtedTargets: readonly (Omit<TargetDoubt, 'name'> & { picture: PictureRow })[];
  readonly outliers: readonly { picture: PictureRow; similarity: number }[];
}
type TargetDoubt = NonNullable<CheckResult['doubtedTargets']>[number];

const Duplicates = builder.objectRef<Findings['duplicates'][number]>('DuplicateFinding').implement({
  description: 'Two pictures that show the same.',
  fields: (t) => ({
    a: t.field({ type: PictureType, description: 'One.', resolve: ({ a }) => a }),
    b: t.field({ type: PictureType, description: 'The other.', resolve: ({ b }) => b }),
    similarity: t.exposeFloat('similarity', { description: 'In [0, 1]; 1 for equal bytes.' }),
  }),
});

const DoubtedLabel = builder.objectRef<Findings['doubtedLabels'][number]>('LabelFinding').implement({
  description: 'A picture whose label is probably wrong, judged by models that never saw it.',
  fields: (t) => ({
    picture: t.field({ type: PictureType, description: 'The picture.', resolve: ({ picture }) => picture }),
    suggested: t.exposeString('suggested', { description: 'The label that fits better.' }),
    probability: t.exposeFloat('probability', { description: 'Of the label that it has, in [0, 1].' }),
    suggestedProbability: t.exposeFloat('suggestedProbability', {
      description: 'Of the label that fits better, in [0, 1].',
    }),
  }),
});

const DoubtedTarget = builder.objectRef<Findings['doubtedTargets'][number]>('TargetFinding').implement({
  description:
    'One of several labels, or a number, that is probably wrong, judged by models that never saw the picture.',
  fields: (t) => ({
    picture: t.field({ type: PictureType, description: 'The picture.', resolve: ({ picture }) => picture }),
    target: t.exposeString('target', { description: 'The label, or the name of the number.' }),
    given: t.exposeFloat('given', {
      description: 'The number that the picture has; of a label 1 where it is set and 0 where it is not.',
    }),
    expected: t.exposeFloat('expected', {
      description: 'The number that fits better; of a label its probability, in [0, 1].',
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description:
        'Of a number: how far off it is, in robust standard deviations, negative where it is too low; null for a label.',
    }),
  }),
});

const Outlier = builder.objectRef<Findings['outliers'][number]>('OutlierFinding').implement({
  description: 'A picture that resembles no other.',
  fields: (t) => ({
    picture: t.field({ type: PictureType, description: 'The picture.', resolve: ({ picture }) => picture }),
    similarity: t.exposeFloat('similarity', { description: 'To its fifth nearest, in [-1, 1].' }),
  }),
});

const FindingsType = builder.objectRef<Findings>('DatasetFindings').implement({
  description: 'What is worth a look before training; what was mended since is not among it.',
  fields: (t) => ({
    duplicates: t.field({
      type: [Duplicates],
      description: 'Most similar first.',
      resolve: ({ duplicates }) => duplicates,
    }),
    doubtedLabels: t.field({
      type: [DoubtedLabel],
      description: 'Most doubtful first.',
      resolve: ({ doubtedLabels }) => doubtedLabels,
    }),
    doubtedTargets: t.field({
      type: [DoubtedTarget],
      description: 'The same of several labels a picture, or of numbers.',
      resolve: ({ doubtedTargets }) => doubtedTargets,
    }),
    outliers: t.field({
      type: [Outlier],
      description: 'Least similar first.',
      resolve: ({ outliers }) => outliers,
    }),
  }),
});

builder.objectField(JobRef, 'findings', (t) =>
  t.field({
    type: FindingsType,
    nullable: true,
    description: 'What a job of kind `CHECK` found; null before it succeeded and for other kinds.',
    resolve: ({ kind, result, dataset_id: datasetId }, _args, { app }) =>
      kind === 'CHECK' && result && datasetId
        ? stillThere(app, datasetId, result as unknown as CheckResult)
        : null,
  }),
);

mutation('checkDataset', {
  description:
    'Looks for duplicates, likely wrong labels or numbers and pictures that fit nowhere, as a job.',
  scope: 'train',
  input: (t) => ({ dataset: t.id({ required: true, description: 'The dataset, as it is now.' }) }),
  resolve: async ({ dataset }, { app, principal }) => {
    const row = await expectDataset(app, dataset);
    await checkDataset(app, row, {}, {});
    const { hash } = await freezeVersion(app, row.id);
    const job = await createJob(app, principal, {
      kind: 'CHECK',
      input: { task: row.task === 'single-label' ? undefined : row.task } satisfies CheckInput,
      datasetId: row.id,
      datasetVersion: hash,
    });
    return { job };
  },
  payload: (t) => ({
    job: t.field({
      type: JobRef,
      nullable: true,
      description: 'The job; its `findings` have the answer.',
      resolve: ({ job }) => job,
    }),
  }),
});

/** Pictures that are gone, and labels that were changed, need no look any more. */
async function stillThere(app: App, datasetId: string, found: CheckResult): Promise<Findings> {
  const { doubtedTargets = [] } = found;
  const names = [
    ...found.duplicates.flatMap(({ a, b }) => [a, b]),
    ...found.doubtedLabels.map(({ name }) => name),
    ...doubtedTargets.map(({ name }) => name),
    ...found.outliers.map(({ name }) => name),
  ];
  const rows = await findPicturesByName(app, datasetId, [...new Set(names)]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  return {
    duplicates: found.duplicates.flatMap(({ a, b, similarity }) => {
      const [one, other] = [byName.get(a), byName.get(b)];
      return one && other ? [{ a: one, b: other, similarity }] : [];
    }),
    doubtedLabels: found.doubtedLabels.flatMap(({ name, label, ...doubt }) => {
      const picture = byName.get(name);
      return picture?.label === label ? [{ picture, ...doubt }] : [];
    }),
    doubtedTargets: doubtedTargets.flatMap(({ name, ...doubt }) => {
      const picture = byName.get(name);
      return picture && targetIn(picture.label, doubt.target) === doubt.given ? [{ picture, ...doubt }] : [];
    }),
    outliers: found.outliers.flatMap(({ name, similarity }) => {
      const picture = byName.get(name);
      return picture ? [{ picture, similarity }] : [];
    }),
  };
}
