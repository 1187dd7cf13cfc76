import { shortDuration } from './durations.js';
import { significant } from './numbers.js';

const percent = (part: number) => `${Math.round(part * 100)}%`;

export const job = {
  title: {
    TRAINING: (dataset: string) => `Training on ${dataset}`,
    COMPARISON: (dataset: string) => `Both strategies on ${dataset}`,
    IMPORT: (dataset: string) => `Reading pictures into ${dataset}`,
    CHECK: (dataset: string) => `Checking ${dataset}`,
    PREDICTION: (dataset: string) => `Answers on ${dataset}`,
    MODEL_IMPORT: () => 'Taking a model in',
  },
  deletedDataset: 'a deleted collection',
  tab: {
    QUEUED: 'Waiting',
    RUNNING: (stage: string, part: number | undefined) =>
      part === undefined ? stage : `${stage} ${percent(part)}`,
    SUCCEEDED: 'Done',
    FAILED: 'Failed',
    CANCELED: 'Cancelled',
  },
  state: {
    QUEUED: 'Waiting for a worker',
    RUNNING: 'Running',
    SUCCEEDED: 'Done',
    FAILED: 'Failed',
    CANCELED: 'Cancelled',
  },
  strategies: {
    'feature-extraction': 'Only a new head learns',
    'fine-tuning': 'The top of the network learns too',
  } as Readonly<Record<string, string>>,
  on: (backbone: string) => `on ${backbone}`,
  stages: {
    DATASET: 'Pictures',
    WEIGHTS: 'Network',
    FEATURES: 'Features',
    WARM_UP: 'Head',
    TRAINING: 'Learning',
    EVALUATION: 'Testing',
    SAVING: 'Saving',
  },
  stagesLabel: 'Stages',
  doing: {
    DATASET: 'Fetching the pictures',
    WEIGHTS: 'Getting the pretrained network ready',
    FEATURES: 'Looking at every picture with the frozen part',
    WARM_UP: 'The new head learns first, alone',
    TRAINING: 'Learning',
    EVALUATION: 'Testing on pictures that it has not seen',
    SAVING: 'Saving the model',
  },
  stageDone: 'done',
  left: (seconds: number) => `${shortDuration(seconds)} left`,
  speed: (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')} pictures/s`,
  epoch: (epoch: number, epochs: number) => `epoch ${epoch} of at most ${epochs}`,
  percent,
  attempt: (attempt: number) =>
    `Taken up again after a stop (attempt ${attempt}); nothing that was learned is lost.`,
  cancel: 'Cancel',
  cancelling: 'It ends after the step that it is at.',
  resume: 'Go on',
  again: 'Try again',
  cancelled: 'Cancelled. What was learned so far is kept: it can go on from there.',
  failed: (message: string) => `This failed. ${message}`,
  lost: 'The connection is lost. The work goes on without this page, which catches up when it is back.',
  refused: 'The server does not tell this page how the job goes on. Sign in with a key that may see it.',
  curve: {
    loss: 'Loss',
    accuracy: 'Accuracy',
    lossLabel: 'Loss in nats by epoch, on training and validation pictures; lower is better',
    accuracyLabel: 'Accuracy by epoch, on training and validation pictures',
    epochAxis: 'epoch',
    training: 'training',
    validation: 'validation',
  },
  numbers: 'The same as numbers',
  columns: {
    epoch: 'Epoch',
    phase: 'Learns',
    loss: 'Loss',
    accuracy: 'Accuracy',
    validationLoss: 'Validation loss',
    validationAccuracy: 'Validation accuracy',
  },
  phases: { WARM_UP: 'head', TRAINING: 'all above the cut' },
  onlyHead: 'head',
  noCurves: 'Curves come with the first results.',
  notices: 'Notices',
  result: 'Result',
  percentRight: (accuracy: number) => `${(accuracy * 100).toFixed(1).replace('.0', '')}%`,
  right: (right: number, count: number) => `${right} of ${count} test pictures right`,
  expect: (low: number, high: number) => `On new pictures expect ${percentRange(low, high)} (95% interval).`,
  allRight: (right: number, count: number) => `every label right on ${right} of ${count} test pictures`,
  number: (value: number) => significant(value),
  off: (target: string, count: number) => `${target} is off by so much on average, on ${count} test pictures`,
  expectOff: (low: number, high: number) =>
    `On new pictures expect ${significant(low)} to ${significant(high)} (95% interval).`,
  few: 'There were few pictures to test on, so this is a rough number.',
  recommended: 'Recommended',
  see: 'Look at the model',
  modelName: (name: string, version: number) => `${name}, version ${version}`,
  modelDeleted: 'The model that this made was deleted.',
  toPictures: 'To the pictures',
  trainAgain: 'Train again',
  partOf: 'Part of a comparison',
  answers: 'Download the answers',
  workerHint: 'A worker takes it as soon as one is free.',
};

function percentRange(low: number, high: number): string {
  // Away from certainty: 99.6% is not said as 100%.
  return `${Math.floor(low * 100)} to ${Math.min(high === 1 ? 100 : 99, Math.ceil(high * 100))}%`;
}
