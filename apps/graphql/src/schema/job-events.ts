import type { EpochRecord, Stage } from '@graft/core';
import { OptionError } from '@graft/core';
import { toGlobalId } from '../global-id.js';
import { findJob } from '../jobs/find-job.js';
import { followJob } from '../jobs/follow-job.js';
import type { JobEvent, JobEventPayloads, JobEventType } from '../jobs/job-events.js';
import { builder } from './builder.js';
import { JobStateEnum } from './job-ref.js';

const STAGES = {
  DATASET: 'dataset',
  WEIGHTS: 'weights',
  FEATURES: 'features',
  WARM_UP: 'warm-up',
  TRAINING: 'training',
  EVALUATION: 'evaluation',
  SAVING: 'saving',
} as const satisfies Record<string, Stage>;

export const StageEnum = builder.enumType('Stage', {
  description: 'What a job is at: the stages of a training, in order. Other jobs are at `DATASET`.',
  values: Object.fromEntries(Object.entries(STAGES).map(([name, value]) => [name, { value }])) as {
    [Name in keyof typeof STAGES]: { value: (typeof STAGES)[Name] };
  },
});

const PhaseEnum = builder.enumType('TrainingPhase', {
  description: '`WARM_UP`: the head alone, before fine-tuning; `TRAINING`: the strategy itself.',
  values: { WARM_UP: { value: 'warm-up' }, TRAINING: { value: 'training' } } as const,
});

export const EpochType = builder.objectRef<EpochRecord>('Epoch').implement({
  description:
    'One pass over the training pictures, or one penalty tried where the head is solved for. Losses are mean cross-entropies in nats (of numbers: mean squares of errors, each number scaled to deviation 1), accuracies are in [0, 1] (of several labels a picture: of all answers, label by label) and null for numbers.',
  fields: (t) => ({
    phase: t.expose('phase', { type: PhaseEnum, description: 'What learned in it.' }),
    epoch: t.exposeInt('epoch', { description: '1, 2, 3… within its phase.' }),
    loss: t.exposeFloat('loss', { description: 'On the training pictures, while it learned.' }),
    accuracy: t.exposeFloat('accuracy', {
      nullable: true,
      description: 'On the training pictures, while it learned.',
    }),
    validationLoss: t.exposeFloat('validationLoss', { description: 'On the validation pictures, after it.' }),
    validationAccuracy: t.exposeFloat('validationAccuracy', {
      nullable: true,
      description: 'On the validation pictures, after it.',
    }),
    learningRate: t.exposeFloat('learningRate', { description: 'At its last step.' }),
    l2: t.exposeFloat('l2', {
      nullable: true,
      description:
        'The L2 penalty tried, where the head is solved for; what stands for validation pictures may be cross-validation then.',
    }),
    seconds: t.exposeFloat('seconds', { description: 'Time that it took.' }),
  }),
});

type EventOf<Type extends JobEventType> = Extract<JobEvent, { type: Type }>;

const EventInterface = builder.interfaceRef<JobEvent>('JobEvent').implement({
  description: 'Something that happened to a job.',
  resolveType: ({ type }) => TYPE_NAMES[type],
  fields: (t) => ({
    cursor: t.exposeString('id', {
      description: 'Where in the story this is: `trainingProgress(after:)` goes on behind it.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was written.' }),
    job: t.id({
      description: 'Id of the job that it happened to; of a comparison, one of its trainings or itself.',
      resolve: ({ job_id: id }) => toGlobalId('Job', id),
    }),
  }),
});

const TYPE_NAMES = {
  state: 'JobStateChanged',
  stage: 'JobStageBegan',
  progress: 'JobProgressed',
  epoch: 'JobEpochEnded',
  notice: 'JobNotice',
} as const satisfies Record<JobEventType, string>;

function eventType<Type extends JobEventType>(type: Type) {
  return builder.objectRef<EventOf<Type>>(TYPE_NAMES[type]);
}

/** What an event of this type says. Types of a union member picked by a type parameter do not narrow by themselves. */
function said<Type extends JobEventType>(event: EventOf<Type>): JobEventPayloads[Type] {
  return event.payload as JobEventPayloads[Type];
}

eventType('state').implement({
  description: 'The job waits, runs or has ended.',
  interfaces: [EventInterface],
  fields: (t) => ({
    state: t.field({
      type: JobStateEnum,
      description: 'Its state from now on.',
      resolve: (e) => said<'state'>(e).state,
    }),
    attempt: t.int({
      description: 'Attempts that were begun so far.',
      resolve: (e) => said<'state'>(e).attempt,
    }),
    errorCode: t.string({
      nullable: true,
      description: 'Why it failed, made for programs.',
      resolve: (e) => said<'state'>(e).errorCode,
    }),
    errorMessage: t.string({
      nullable: true,
      description: 'Why it failed, made for people.',
      resolve: (e) => said<'state'>(e).errorMessage,
    }),
  }),
});

eventType('stage').implement({
  description: 'The job has come to another stage.',
  interfaces: [EventInterface],
  fields: (t) => ({
    stage: t.field({
      type: StageEnum,
      description: 'The stage that begins.',
      resolve: (e) => said<'stage'>(e).stage,
    }),
    message: t.string({ description: 'What is done in it.', resolve: (e) => said<'stage'>(e).message }),
  }),
});

eventType('progress').implement({
  description: 'How far the stage is; written about once a second.',
  interfaces: [EventInterface],
  fields: (t) => ({
    stage: t.field({ type: StageEnum, description: 'The stage.', resolve: (e) => said<'progress'>(e).stage }),
    progress: t.float({
      description: 'Part of the stage that is done, in [0, 1].',
      resolve: (e) => said<'progress'>(e).progress,
    }),
    secondsLeft: t.float({
      nullable: true,
      description: 'Until the stage is done, at most; null where it cannot be told.',
      resolve: (e) => said<'progress'>(e).secondsLeft,
    }),
    imagesPerSecond: t.float({
      nullable: true,
      description: 'Pictures in a second; null where nothing is done with pictures.',
      resolve: (e) => said<'progress'>(e).imagesPerSecond,
    }),
    epoch: t.int({
      nullable: true,
      description: 'The epoch that runs, while something learns.',
      resolve: (e) => said<'progress'>(e).epoch,
    }),
    epochs: t.int({
      nullable: true,
      description: 'Epochs at most, while something learns.',
      resolve: (e) => said<'progress'>(e).epochs,
    }),
    loss: t.float({
      nullable: true,
      description: 'Mean over the epoch so far, in nats.',
      resolve: (e) => said<'progress'>(e).loss,
    }),
    accuracy: t.float({
      nullable: true,
      description: 'Mean over the epoch so far, in [0, 1].',
      resolve: (e) => said<'progress'>(e).accuracy,
    }),
  }),
});

eventType('epoch').implement({
  description: 'An epoch has ended. Each is told once, however often the job changes workers.',
  interfaces: [EventInterface],
  fields: (t) => ({
    epochs: t.int({ description: 'Epochs of this phase at most.', resolve: (e) => said<'epoch'>(e).epochs }),
    epoch: t.field({
      type: EpochType,
      description: 'What it gave.',
      resolve: (e) => said<'epoch'>(e).record,
    }),
  }),
});

const NoticeLevelEnum = builder.enumType('NoticeLevel', {
  description: 'How much a notice matters.',
  values: { INFO: { value: 'info' }, WARNING: { value: 'warning' } } as const,
});

eventType('notice').implement({
  description: 'Something worth knowing: files that were left out, an attempt that is repeated.',
  interfaces: [EventInterface],
  fields: (t) => ({
    level: t.field({
      type: NoticeLevelEnum,
      description: 'How much it matters.',
      resolve: (e) => said<'notice'>(e).level,
    }),
    message: t.string({ description: 'Made for people.', resolve: (e) => said<'notice'>(e).message }),
  }),
});

export const JobEventRef = EventInterface;

builder.subscriptionField('trainingProgress', (t) =>
  t.field({
    type: EventInterface,
    description:
      'What happens to a job, of any kind: first what has happened, then what happens, until it has ended. A client that lost its connection asks again with the last cursor that it saw; it misses nothing and sees nothing twice.',
    authScopes: { predict: true },
    args: {
      job: t.arg.id({ required: true, description: 'The job. A comparison tells of its trainings too.' }),
      after: t.arg.string({ description: 'Cursor of the last event seen; left out: from the beginning.' }),
    },
    subscribe: async (_root, { job: id, after }, { app }) => {
      const job = await findJob(app, id);
      return followJob(app, job.id, after == null ? undefined : checkCursor(after));
    },
    resolve: (event) => event,
  }),
);

export function checkCursor(cursor: string): string {
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new OptionError(
    'OPTION_INVALID',
    `after is ${JSON.stringify(cursor)}; expected the cursor of an event of this job.`,
    { details: { field: 'after' } },
  );
}
