import { durationRange } from './durations.js';

const count = (value: number) => value.toLocaleString('en');

export const train = {
  title: (dataset: string) => `Train on ${dataset}`,
  leads: {
    SINGLE_LABEL: (pictures: number, classes: number) =>
      `${count(pictures)} pictures of ${classes} ${classes === 1 ? 'class' : 'classes'}.`,
    MULTI_LABEL: (pictures: number, labels: number) =>
      `${count(pictures)} pictures, each with any of ${labels} ${labels === 1 ? 'label' : 'labels'}.`,
    REGRESSION: (pictures: number) => `${count(pictures)} pictures, each with its numbers.`,
  },
  start: 'Train',
  starting: 'Starting…',
  back: 'Back to the pictures',
  summary: {
    head: (backbone: string) =>
      `${backbone} looks at every picture once and stays as it is. Only a small new part on top of it, the head, learns.`,
    tune: (backbone: string) =>
      `A small new part on top of ${backbone}, the head, learns; then the upper part of the network learns with it.`,
    both: (backbone: string) => `Both strategies on ${backbone}, compared on the same test pictures.`,
  },
  estimate: (low: number, high: number) => `Takes about ${durationRange(low, high)}.`,
  download: (bytes: number) =>
    `The network’s weights, about ${megabytes(bytes)}, are downloaded first, once.`,
  estimating: 'Working out how long it takes…',
  correct: 'A setting below is not right yet.',
  ready: {
    title: 'Before you train',
    oneClass: (label: string) =>
      `There is only one class, “${label}”. Telling apart takes two: add another one.`,
    tooFewAtAll: 'There have to be three pictures at least; some hundred make it reliable.',
    noPictures: 'There are no pictures yet. Add some of at least two classes.',
    tooFew:
      'No class has more than two pictures. One has to be left for testing and one for choosing: add some, twenty a class is a good start.',
    emptyClass: (label: string) => `“${label}” has no pictures and is left out.`,
    few: (label: string, pictures: number) =>
      `“${label}” has only ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}. It works from a handful; twenty or more make it reliable.`,
    fewMany: (labels: number) =>
      `${labels} classes have fewer than twenty pictures. It works from a handful; twenty or more make it reliable.`,
    unbalanced: (most: string, least: string, times: number) =>
      `There are ${times} times as many pictures of “${most}” as of “${least}”.`,
    balance: 'Let every class count the same',
    bad: (files: number) =>
      `${files} ${files === 1 ? 'file' : 'files'} cannot be used and ${files === 1 ? 'is' : 'are'} left out.`,
    add: 'Add pictures',
  },
  more: 'More settings',
  reset: 'Back to the defaults',
  default: (value: string | number) => `Default: ${value}`,
  ownDefault: 'Default: each strategy’s own',
  notNeeded: 'Not needed',
  solvedHint:
    'One layer is solved for at once. With a number here, or a learning rate, it learns step by step.',
  name: 'Name of the model',
  nameHint: 'Each training makes its next version.',
  strategy: {
    label: 'What learns',
    head: 'Only a new head',
    headHint: 'Feature extraction. Seconds to a minute; the best start, and best with few pictures.',
    tune: 'The head and the top of the network',
    tuneHint: 'Fine-tuning. Minutes; for pictures unlike photographs, with a hundred or more a class.',
    both: 'Both, compared',
    bothHint: 'Trains each on the same pictures and says which to use.',
  },
  cut: {
    label: 'Where the network is cut',
    picture: 'Picture',
    head: 'New head',
    frozen: 'Frozen',
    learns: 'Learns',
    onlyHead: 'The whole network is frozen; only the head learns.',
    from: (blocks: number, all: number, layer: string, parameters: number) =>
      `The top ${blocks} of ${all} blocks learn, from ${layer} on: ${millions(parameters)} numbers.`,
    hint: 'Move the cut to the left and more of the network learns, which takes longer.',
    block: (name: string, parameters: number) => `${name}: ${millions(parameters)} numbers`,
    loading: 'Drawing the network…',
  },
  backbone: {
    label: 'Pretrained network',
    hint: 'Accuracy is that on ImageNet, as published. Speed is estimated for two cores and made for comparing.',
    columns: {
      name: 'Network',
      topOne: 'Accuracy',
      parameters: 'Parameters',
      bytes: 'Size',
      imagesPerSecond: 'Pictures/s',
      inputSize: 'Input',
      licence: 'Licence',
    },
    embedded: 'Part of Graft',
    percent: (part: number) => `${(part * 100).toFixed(1)}%`,
    pixels: (side: number) => `${side} px`,
    unknown: '–',
  },
  head: {
    label: 'Head',
    linear: 'One layer',
    linearHint: 'One dense layer on averaged features. Learns fast, rarely by heart.',
    tutorial: 'As in Keras tutorials',
    tutorialHint: 'Flatten, 256 relu, softmax.',
    own: 'Layers of your own',
    ownHint: 'Hidden layers with relu below the last one.',
    units: 'Units of each hidden layer',
    unitsHint: 'Such as 256, 64',
    unitsWrong: 'Whole numbers above 0, separated by commas.',
    dropout: 'Dropout after each',
  },
  augmentation: {
    label: 'Variations of the pictures',
    preset: 'Preset',
    NONE: ['None', 'Pictures as they are. On most sets variations change little.'],
    LIGHT: ['Light', 'Mirrored, slightly nearer, brighter or darker.'],
    STANDARD: ['Standard', 'Photographs of things and animals: also turned a little and seen from aside.'],
    STRONG: ['Strong', 'Parts of the picture, strong changes, holes; for many epochs.'],
    DOCUMENT: ['Documents', 'Scans and photographs of paper: never mirrored.'],
    MEDICAL: ['Medical', 'Sides are never swapped and colours stay.'],
    OVERHEAD: ['From above', 'Satellite, drone, microscope: no side is up.'],
    preview: 'So training sees them',
    original: (name: string) => `${name} as it is`,
    variation: (name: string, number: number) => `${name}, variation ${number}`,
    cost: 'Four variations of each picture are computed once and kept.',
  } as const,
  learning: 'Learning',
  epochs: 'Epochs at most',
  learningRate: 'Learning rate',
  precision: {
    label: 'Precision of the frozen part',
    FLOAT32: ['Full', '32-bit numbers.'],
    INT8: ['8-bit', 'Several times faster on large networks, nearly as accurate.'],
    AUTO: ['Automatic', 'Measures both, takes 8-bit where it is faster and as accurate.'],
  } as const,
  seed: 'Seed',
  seedHint: 'The same number splits and starts the same way.',
  numberWrong: (least: number, most: number) => `A number from ${least} to ${most}.`,
};

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

export function millions(value: number): string {
  if (value >= 999_500) return `${(value / 1e6).toFixed(value < 9.95e6 ? 1 : 0)} M`;
  return value >= 1000 ? `${Math.round(value / 1000)} k` : `${value}`;
}

export { megabytes };
