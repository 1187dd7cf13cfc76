import type { EpochRecord, Stage } from '@graft/core';
import type { App } from '../app.js';
import { isNewestCursor, newestCursor } from '../database/newest-first.js';
import { findDataset } from '../datasets/find-datasets.js';
import { cancelJob } from '../jobs/cancel-job.js';
import { childrenOf, findJob } from '../jobs/find-job.js';
import type { JobEvent } from '../jobs/job-events.js';
import type { JobRow } from '../jobs/job-handler.js';
import { epochsOf, listEvents } from '../jobs/list-events.js';
import { listJobs } from '../jobs/list-jobs.js';
import { retryJob } from '../jobs/retry-job.js';
import { type Recommendation, recommend } from '../training/recommend.js';
import { builder } from './builder.js';
import { DatasetType } from './datasets/dataset.js';
import { EpochType, JobEventRef, StageEnum } from './job-events.js';
import { JobKindEnum, JobRef, JobStateEnum } from './job-ref.js';
import { ModelType } from './models.js';
import { mutation } from './mutation.js';
import { page } from './page.js';

export { JobRef } from './job-ref.js';

const JobErrorType = builder.objectRef<{ code: string; message: string }>('JobError').implement({
  description: 'Why a job failed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, such as `DATASET_TOO_SMALL`; made for programs.' }),
    message: t.exposeString('message', { description: 'Made for people; says what to do about it.' }),
  }),
});

const RecommendationType = builder.objectRef<Recommendation>('Recommendation').implement({
  description: 'Which of two models to use.',
  fields: (t) => ({
    model: t.field({ type: ModelType, description: 'That one.', resolve: ({ model }) => model }),
    reason: t.exposeString('reason', { description: 'Both accuracies, and what follows from them.' }),
  }),
});

builder.node(JobRef, {
  description:
    'Work that takes a while. It is done by a worker, on this machine or another, and survives the end of any of them.',
  authScopes: { predict: true },
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { app }) => {
    const rows = await app.db.selectFrom('jobs').selectAll().where('id', 'in', ids).execute();
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  },
  fields: (t) => ({
    kind: t.expose('kind', { type: JobKindEnum, description: 'What it does.' }),
    state: t.expose('state', { type: JobStateEnum, description: 'Where it stands.' }),
    attempt: t.exposeInt('attempt', {
      description: 'How often a worker has begun it; beyond 1 a worker was stopped, died or failed.',
    }),
    cancelRequested: t.exposeBoolean('cancel_requested', {
      description: 'Whether it was cancelled; a running one is `CANCELED` when its worker has stopped.',
    }),
    stage: t.field({
      type: StageEnum,
      nullable: true,
      description: 'What it is at, or was at last.',
      resolve: ({ stage }) => stage as Stage | null,
    }),
    progress: t.exposeFloat('progress', {
      nullable: true,
      description: 'Part of the stage that is done, in [0, 1].',
    }),
    secondsLeft: t.exposeFloat('seconds_left', {
      nullable: true,
      description: 'Until the stage is done, at most; null where it cannot be told.',
    }),
    imagesPerSecond: t.exposeFloat('images_per_second', {
      nullable: true,
      description: 'Pictures in a second; null where nothing is done with pictures.',
    }),
    epochs: t.field({
      type: [EpochType],
      description: 'Every epoch of a training so far, warm-up first.',
      resolve: ({ id }, _args, { app }): Promise<EpochRecord[]> => epochsOf(app, id),
    }),
    error: t.field({
      type: JobErrorType,
      nullable: true,
      description: 'Why it failed; null unless it has.',
      resolve: ({ error_code: code, error_message: message }) =>
        code === null ? null : { code, message: message ?? '' },
    }),
    model: t.field({
      type: ModelType,
      nullable: true,
      description:
        'What a training or the import of a model gave when it succeeded; null when that was deleted.',
      resolve: ({ id }, _args, { app }) =>
        app.db.selectFrom('models').selectAll().where('job_id', '=', id).executeTakeFirst(),
    }),
    dataset: t.field({
      type: DatasetType,
      nullable: true,
      description: 'What it works on; null when that was deleted.',
      resolve: ({ dataset_id: id }, _args, { app }) => (id ? findDataset(app, id) : undefined),
    }),
    datasetVersion: t.exposeString('dataset_version', {
      nullable: true,
      description: 'Content hash of the dataset as it was when the job was asked for.',
    }),
    parent: t.field({
      type: JobRef,
      nullable: true,
      description: 'The comparison that a training belongs to.',
      resolve: ({ parent_id: id }, _args, { app }) => (id ? findJob(app, id) : null),
    }),
    children: t.field({
      type: [JobRef],
      description: 'The trainings of a comparison, feature extraction first; empty for other jobs.',
      resolve: (job, _args, { app }) => childrenOf(app, job),
    }),
    recommendation: t.field({
      type: RecommendationType,
      nullable: true,
      description: 'Which model of a comparison to use, once both are there.',
      resolve: (job, _args, { app }) => recommend(app, job),
    }),
    events: t.connection({
      type: JobEventRef,
      description: 'The story of the job, oldest first; of a comparison, that of its trainings too.',
      resolve: ({ id }, args, { app }) =>
        page<JobEvent>(
          args,
          ([event]) => /^\d{1,18}$/.test(event ?? ''),
          (event) => [event.id],
          (query) => listEvents(app, id, query),
        ),
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('started_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first worker began it.',
    }),
    finishedAt: t.expose('finished_at', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
  }),
});

builder.queryFields((t) => ({
  job: t.field({
    type: JobRef,
    description: 'One job.',
    authScopes: { predict: true },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { app }) => findJob(app, id),
  }),
  jobs: t.connection({
    type: JobRef,
    description: 'Jobs, newest first.',
    authScopes: { predict: true },
    args: {
      state: t.arg({ type: JobStateEnum, description: 'Only those in this state.' }),
      kind: t.arg({ type: JobKindEnum, description: 'Only those of this kind.' }),
    },
    resolve: (_root, { state, kind, ...args }, { app }) =>
      page(args, isNewestCursor, newestCursor, (query) => listJobs(app, { state, kind }, query)),
  }),
}));

/** A mutation that takes a job and gives it back as it is afterwards. */
function jobMutation(
  name: string,
  description: string,
  change: (app: App, job: JobRow) => Promise<void>,
): void {
  mutation(name, {
    description,
    scope: 'train',
    input: (t) => ({ job: t.id({ required: true, description: 'The job.' }) }),
    resolve: async ({ job: id }, { app }) => {
      const job = await findJob(app, id);
      await change(app, job);
      return { job: await findJob(app, job.id) };
    },
    payload: (t) => ({
      job: t.field({
        type: JobRef,
        nullable: true,
        description: 'The job as it is now.',
        resolve: ({ job }) => job,
      }),
    }),
  });
}

const CANCEL =
  'Ends a job: at once when it waits, at its next step when it runs. A comparison ends with its trainings. One that has ended stays as it is, so that it can be called again.';
jobMutation('cancelJob', CANCEL, cancelJob);
jobMutation('cancelTraining', `${CANCEL} The same as \`cancelJob\`.`, cancelJob);
jobMutation(
  'retryTraining',
  'Queues a failed or cancelled job again. A training goes on from its last checkpoint; of a comparison, the trainings that failed or were cancelled are repeated.',
  retryJob,
);
