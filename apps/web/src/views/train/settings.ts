import type { VariablesOf } from '../../graphql/graphql.js';
import type { COMPARE, TRAIN } from './train-queries.js';

export const STRATEGIES = ['head', 'tune', 'both'] as const;
export const HEADS = ['linear', 'tutorial', 'own'] as const;
export const PRESETS = ['NONE', 'LIGHT', 'STANDARD', 'STRONG', 'DOCUMENT', 'MEDICAL', 'OVERHEAD'] as const;
export const PRECISIONS = ['FLOAT32', 'INT8', 'AUTO'] as const;

/** What can be chosen; text as it is in the address, empty for the default. */
export interface Settings {
  readonly strategy: (typeof STRATEGIES)[number];
  readonly backbone: string;
  /** First layer that learns. */
  readonly from: string;
  readonly head: (typeof HEADS)[number];
  /** Of a head of one's own: `256, 64`. */
  readonly units: string;
  readonly dropout: string;
  readonly epochs: string;
  readonly rate: string;
  readonly vary: (typeof PRESETS)[number];
  readonly precision: (typeof PRECISIONS)[number];
  readonly seed: string;
  /** Of the model. */
  readonly name: string;
  /** Whether classes count the same however many pictures they have: `yes`, or empty. */
  readonly balance: string;
}

export const DEFAULTS: Settings = {
  strategy: 'head',
  backbone: 'efficientnet-lite0',
  from: '',
  head: 'linear',
  units: '256',
  dropout: '',
  epochs: '',
  rate: '',
  vary: 'NONE',
  precision: 'FLOAT32',
  seed: '',
  name: '',
  balance: '',
};

const KEYS = Object.keys(DEFAULTS) as (keyof Settings)[];
const CHOICES: Partial<Record<keyof Settings, readonly string[]>> = {
  strategy: STRATEGIES,
  head: HEADS,
  vary: PRESETS,
  precision: PRECISIONS,
};

/** From the address, so that a reload loses nothing and a link says how something was trained. */
export function settingsOf(search: URLSearchParams): Settings {
  const given = KEYS.flatMap((key) => {
    const value = search.get(key);
    return value === null || CHOICES[key]?.includes(value) === false ? [] : [[key, value]];
  });
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** What differs from the defaults. */
export function searchOf(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    KEYS.filter((key) => settings[key] !== DEFAULTS[key]).map((key) => [key, settings[key]]),
  );
}

type TrainInput = VariablesOf<typeof TRAIN>['input'];
type CompareInput = VariablesOf<typeof COMPARE>['input'];

/** What both strategies share. What is left to Graft is left out: its defaults depend on each other. */
export function recipeOf(dataset: string, settings: Settings): Omit<CompareInput, 'fineTuning'> {
  const { backbone, epochs, rate, vary, precision, seed, name, balance } = settings;
  return {
    dataset,
    ...(backbone !== DEFAULTS.backbone && { backbone }),
    ...headOf(settings),
    ...(epochs && { epochs: Number(epochs) }),
    ...(rate && { learningRate: Number(rate) }),
    ...(vary !== 'NONE' && { augmentation: { preset: vary } }),
    ...(precision !== 'FLOAT32' && { precision }),
    ...(seed && { seed: Number(seed) }),
    ...(name && { name }),
    ...(balance && { classWeights: { balanced: true } }),
  };
}

export function trainInput(dataset: string, settings: Settings): TrainInput {
  const tunes = settings.strategy === 'tune';
  return { ...recipeOf(dataset, settings), ...(tunes && { strategy: { fineTuning: tuningOf(settings) } }) };
}

export function compareInput(dataset: string, settings: Settings): CompareInput {
  return { ...recipeOf(dataset, settings), fineTuning: tuningOf(settings) };
}

export function tuningOf({ from }: Settings): { from?: string } {
  return from ? { from } : {};
}

function headOf({ head, units, dropout }: Settings): Pick<CompareInput, 'head'> {
  if (head === 'linear') return {};
  if (head === 'tutorial') return { head: { name: 'TUTORIAL' } };
  const layer = dropout ? { dropout: Number(dropout) } : {};
  return { head: { dense: (unitsOf(units) ?? []).map((each) => ({ units: each, ...layer })) } };
}

/** @returns undefined for what is no list of whole numbers above 0. */
export function unitsOf(text: string): number[] | undefined {
  const parts = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  const areUnits = parts.length > 0 && parts.every((part) => Number.isInteger(part) && part > 0);
  return areUnits ? parts : undefined;
}
