const number = (count: number) => count.toLocaleString('en');

export const start = {
  title: 'What should be told apart?',
  lead: 'Collect pictures, train on them, and keep the model.',
  datasets: 'Your pictures',
  none: 'No collection yet. Give the first one a name: what it should tell apart, such as “cats and dogs”.',
  noneToSee: 'No collection yet.',
  new: 'New collection',
  name: 'Name',
  nameHint: 'Such as cats and dogs',
  create: 'Create',
  task: 'What a picture shows',
  tasks: {
    SINGLE_LABEL: {
      short: 'one thing',
      label: 'Each picture shows one thing',
      description: 'Cat or dog, ripe or not',
    },
    MULTI_LABEL: {
      short: 'several things',
      label: 'A picture may show several things',
      description: 'A room with a bed and a window',
    },
    REGRESSION: {
      short: 'a number',
      label: 'Each picture has a number',
      description: 'An age, a weight, a position',
    },
  },
  fromFolder: 'From a folder of the server',
  folder: 'Folder',
  folderHint: (roots: string) =>
    `With a folder of pictures for each class. Below ${roots}, where this server may read.`,
  pictures: (count: number) => (count === 1 ? '1 picture' : `${number(count)} pictures`),
  classes: (labels: readonly string[]) =>
    labels.length === 0
      ? 'No classes yet'
      : labels.length <= 3
        ? labels.join(', ')
        : `${labels.slice(0, 2).join(', ')} and ${number(labels.length - 2)} more`,
  numbers: 'with numbers',
  training: {
    none: 'Not trained yet',
    under: 'Training now',
    failed: 'Training failed',
    done: (accuracy: string) => `Trained: ${accuracy} right`,
    gone: 'Trained',
  },
  importing: 'Importing',
  deleteThis: (name: string) => `Delete ${name}`,
  delete: 'Delete',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHint: (count: number) =>
    `${start.pictures(count)} will be gone for good. Models that learned from them stay.`,
  deleted: (name: string) => `${name} was deleted.`,
  showMore: 'Show more',
  running: 'Under way',
  kinds: {
    IMPORT: 'Import',
    CHECK: 'Check',
    TRAINING: 'Training',
    COMPARISON: 'Comparison',
    PREDICTION: 'Prediction',
    MODEL_IMPORT: 'Import of a model',
  } as Readonly<Record<string, string>>,
  waiting: 'waits',
};
