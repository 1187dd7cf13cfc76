import { percent, percentRange, significant } from './numbers.js';

const pictures = (count: number) => (count === 1 ? '1 picture' : `${count.toLocaleString('en')} pictures`);

export const models = {
  title: 'Models',
  lead: 'Every training makes the next version of its name; none is ever changed.',
  none: 'No model yet. Collect pictures of at least two kinds and train on them.',
  toPictures: 'Collect pictures',
  more: 'Older models',
  version: (version: number) => `Version ${version}`,
  accuracy: (measured: { accuracy: number; accuracyLow: number; accuracyHigh: number }) =>
    `${percent(measured.accuracy)} right; on new pictures expect ${percentRange(measured.accuracyLow, measured.accuracyHigh)}`,
  allRight: (measured: {
    subsetAccuracy: number;
    subsetAccuracyLow: number;
    subsetAccuracyHigh: number;
    macroF1: number;
  }) =>
    `Every label right on ${percent(measured.subsetAccuracy)}; on new pictures expect ${percentRange(measured.subsetAccuracyLow, measured.subsetAccuracyHigh)}. Mean F1 of its labels ${percent(measured.macroF1)}`,
  offBy: (targets: readonly { target: string; meanAbsoluteError: { value: number } }[]) =>
    `Off by, on average: ${targets.map(({ target, meanAbsoluteError }) => `${target} ${significant(meanAbsoluteError.value)}`).join(', ')}`,
  tasks: {
    SINGLE_LABEL: 'Gives a picture one label',
    MULTI_LABEL: 'Gives a picture any number of labels',
    REGRESSION: 'Gives a picture numbers',
  },
  made: (strategy: string, backbone: string) =>
    `${strategy === 'fine-tuning' ? 'Fine-tuning' : 'Feature extraction'} on ${backbone}`,
  trainedOn: (count: number, tested: number) =>
    `Learned from ${pictures(count)}, measured on ${tested.toLocaleString('en')}`,
  dataset: (version: string) => `as it was at ${version.slice(0, 8)}`,
  noDataset: (imported: boolean) =>
    imported ? 'trained elsewhere and brought in' : 'from a collection that was deleted',
  predict: 'Predict',
  actions: (ref: string) => `More about ${ref}`,
  use: 'Use it',
  promote: (ref: string) => `Point ${ref} here`,
  newAlias: 'Give it a name…',
  remove: 'Delete…',
  choose: (ref: string) => `Compare ${ref}`,
  chooseShort: 'Compare',
  chooseTwo: (chosen: number) => (chosen === 1 ? 'Choose one more to compare' : 'Compare the two'),
  clearChoice: 'Clear choice',
  chosen: (refs: readonly string[]) => refs.join(' and '),

  aliases: (name: string) => `Names that stay, for ${name}`,
  pointsTo: (version: number) => `points to version ${version}`,
  rollBack: 'Roll back',
  rollBackOf: (ref: string) => `Roll back ${ref}`,
  removeAlias: (ref: string) => `Remove ${ref}`,
  promoted: (alias: string, ref: string) => `${alias} now points to ${ref}.`,
  rolledBack: (alias: string, ref: string) => `${alias} points to ${ref} again.`,
  aliasRemoved: (alias: string) => `${alias} is no more.`,

  aliasDialog: {
    title: (ref: string) => `A name for ${ref}`,
    lead: 'Whoever asks by this name gets this version until you point the name elsewhere; rolling back is one step.',
    label: 'Name',
    example: 'prod',
    submit: 'Point it here',
  },
  deleteDialog: {
    title: (ref: string) => `Delete ${ref}?`,
    lead: 'The model and its files are gone for good. Its pictures stay, and so do other versions.',
    submit: 'Delete it',
    deleted: (ref: string) => `${ref} was deleted.`,
  },
  comparison: {
    title: (first: string, second: string) => `${first} and ${second}`,
    computing: 'Asking both about the same pictures…',
    on: (count: number) => `On ${pictures(count)} that neither has learned from:`,
    right: (ref: string, right: number, count: number) =>
      `${ref} is right on ${right.toLocaleString('en')} of ${count.toLocaleString('en')} (${percent(right / count)}).`,
    better: (ref: string, p: string) =>
      `${ref} is better by more than chance: two equal models would differ so much in ${p} of such tests.`,
    chance: (p: string) =>
      `That may be chance: two equal models would differ so much in ${p} of such tests. More test pictures would tell.`,
    same: 'They are right and wrong on the very same pictures.',
    table: 'Pictures by who is right',
    isRight: (ref: string) => `${ref} right`,
    isWrong: (ref: string) => `${ref} wrong`,
    differences: 'Where one is right and the other wrong',
    only: (ref: string, count: number) => `Only ${ref} is right (${count})`,
    shows: (actual: string, answer: string) => `shows ${actual}; the other said ${answer}`,
    gone: 'The picture was deleted.',
    p: (p: number) => (p < 0.001 ? 'fewer than 1 in 1,000' : percent(p)),
  },
};
