import { percent, percentRange, significant } from './numbers.js';

const pictures = (count: number) => (count === 1 ? '1 picture' : `${count.toLocaleString('en')} pictures`);

export const understand = {
  percent,
  pictures,
  number: (value: number) => significant(value),
  older:
    'This model was saved by an older Graft, which did not keep its answers picture by picture. Train again to see them.',
  more: 'Show more',

  accuracy: {
    title: 'How good it is',
    right: (right: number, count: number) =>
      `${right.toLocaleString('en')} of ${count.toLocaleString('en')} right`,
    expect: (low: number, high: number) => `On new pictures like these, expect ${percentRange(low, high)}.`,
    measured:
      'Measured on test pictures that it never learned from. The thin line is the 95% interval: few test pictures make it long.',
    model: 'This model',
    nearest: 'Label of the most similar training picture',
    majority: 'Always the most frequent label',
    report: 'Full report',
    card: 'Model card',
  },

  labels: {
    right: (right: number, count: number) =>
      `Every label right on ${right.toLocaleString('en')} of ${count.toLocaleString('en')}`,
    measured:
      'Measured on test pictures that it never learned from; one label too many or too few counts as wrong. The thin line is the 95% interval: few test pictures make it long.',
    usual: 'Always the most frequent labels together',
  },

  numbers: {
    off: (target: string, error: number) => `${target}: off by ${significant(error)} on average`,
    expect: (low: number, high: number) =>
      significant(low) === significant(high)
        ? `On new pictures like these, expect ${significant(low)}.`
        : `On new pictures like these, expect ${significant(low)} to ${significant(high)}.`,
    measured: (count: number) =>
      `Measured on ${pictures(count)} that it never learned from, in the unit of the number; shorter is better. The thin line is the 95% interval: few test pictures make it long.`,
    mean: 'Always the mean of what it learned from',
    explained: (r2: number) =>
      r2 > 0
        ? `It explains ${percent(r2)} of what makes pictures differ in it (R²).`
        : 'It is no better than always saying the mean (R² of 0 or less).',
    largest: 'Where it is furthest off',
    largestHint:
      'Its largest errors on test pictures. Some numbers may be written down wrongly: look at those first.',
    table: 'Table of the largest errors',
    columns: { picture: 'Picture', target: 'Number', actual: 'Is', predicted: 'Said', off: 'Off by' },
  },

  comparison: {
    title: 'Both strategies, side by side',
    strategies: { 'feature-extraction': 'Feature extraction', 'fine-tuning': 'Fine-tuning' } as Readonly<
      Record<string, string>
    >,
    accuracy: 'Right on test pictures',
    interval: 'Expected on new pictures',
    macroF1: 'Mean F1 over labels',
    f1: (label: string) => `F1 of ${label}`,
    measure: 'Measure',
    here: 'this one',
    recommended: 'recommended',
    range: (low: number, high: number) => `${percent(low)} to ${percent(high)}`,
  },

  perClass: {
    title: 'Label by label',
    table: 'Table of labels',
    label: 'Label',
    recall: 'Found',
    recallHint: 'Of the pictures with this label, the part that was given it',
    precision: 'Right when said',
    precisionHint: 'Of the pictures given this label, the part that has it',
    f1: 'F1',
    f1Hint: 'Both in one number: their harmonic mean',
    threshold: 'Said from',
    thresholdHint:
      'The probability from which on a picture is given the label, as it was best on validation pictures',
    support: 'Test pictures',
  },

  confusion: {
    title: 'What it takes for what',
    hint: 'Rows are what pictures show, columns what it said. Choose a number to see its pictures; arrow keys go from one to the next.',
    actual: 'Shows',
    predicted: 'Said',
    cell: (count: number, actual: string, predicted: string) =>
      actual === predicted
        ? `${pictures(count)} of ${actual}, recognised`
        : `${pictures(count)} of ${actual}, taken for ${predicted}`,
  },

  mistakes: {
    title: 'Its surest mistakes',
    none: 'It got every test picture right.',
    hint: 'What it was most sure of and wrong. Some may be labelled wrongly: fix those, then train again.',
  },

  result: {
    right: (label: string, probability: number) => `${label}, ${percent(probability)} sure`,
    wrong: (actual: string, predicted: string, probability: number) =>
      `${actual}, taken for ${predicted} with ${percent(probability)}`,
    alt: (name: string) => `Picture ${name}`,
    gone: 'This picture is not in the collection any more.',
    look: 'Where it looked',
    looking: 'Looking…',
    cannotLook: 'The heat map could not be drawn. Try again in a moment.',
    heatMapAlt: (name: string, label: string) => `${name}: in red what speaks for ${label}`,
    neighbours: 'Most similar training pictures',
    neighbour: (label: string, similarity: number) => `${label}, similarity ${similarity.toFixed(2)}`,
    fix: (label: string) => `Label it ${label}`,
    fixed: (label: string) => `Labelled ${label} now`,
  },

  relabel: {
    done: (count: number, label: string) =>
      `${pictures(count)} labelled ${label}. Train again to make use of it.`,
    undone: 'The labels are what they were.',
  },

  calibration: {
    title: 'Can its percentages be believed?',
    words: (before: number, after: number) =>
      `On average they are ${percent(after)} off what really happens${before > after ? `; before they were calibrated, ${percent(before)}` : ''}.`,
    byChance: (error: number) =>
      `Chance alone makes about ${percent(error)} on so many test pictures, however well a model is calibrated.`,
    hint: 'Of the answers given with 80%, 80% should be right: the closer to the dashed line, the better. Larger dots stand for more test pictures.',
    chart: 'Part of the answers that are right by how sure the model was, beside the ideal diagonal',
    confidence: 'how sure it was',
    accuracy: 'answers that are right',
    count: 'Test pictures',
    kind: 'Probabilities',
    before: 'before calibration',
    after: 'calibrated',
    table: 'As a table',
  },

  map: {
    title: 'Map of the pictures',
    hint: 'Pictures that look alike to the network lie close together; a point among points of another colour is worth a look. Point at one to see it; click, or drag a box, to select.',
    keys: 'With the keyboard: arrow keys go from picture to picture, Space selects, Escape selects none.',
    name: 'Map of the pictures by similarity',
    point: (name: string, label: string, predicted: string | null) =>
      predicted !== null && predicted !== label
        ? `${name}: ${label}, taken for ${predicted}`
        : `${name}: ${label}`,
    shown: (label: string, predicted: string | null) =>
      predicted === null
        ? label
        : predicted === label
          ? `${label}, recognised`
          : `${label}, taken for ${predicted}`,
    legend: 'Labels',
    train: 'learned from',
    test: 'tested on',
    wrong: 'got wrong',
    selection: 'Selected pictures',
    selected: (count: number) => (count === 0 ? 'Nothing selected' : `${pictures(count)} selected`),
    selectHint: 'Selected pictures appear here, to be looked at and given another label.',
    clear: 'Select none',
    deselect: (name: string) => `Deselect ${name}`,
    label: 'Their label',
    fix: (count: number) => `Relabel ${pictures(count)}`,
    others: (count: number) => `and ${count.toLocaleString('en')} more`,
  },
};
