import { byCodePoint, OptionError, type Task } from '@graft/core';
import { checkLabel } from './names.js';

export type TargetTask = Exclude<Task, 'single-label'>;

/** What a manifest says of one file. */
interface Targets {
  readonly labels: readonly string[];
  /** One for each of the names. */
  readonly numbers: readonly number[];
}

/** An index holds it beside the picture's name. */
const MAX_BYTES = 1500;

/**
 * Several labels or numbers as one text, which stands in the place of the label: what compares, versions, hashes and undoes
 * labels does so with these as well. JSON, `["bars","disc"]` or `{"target_x":1.5}`; equal targets give equal text.
 */
export function targetsText(
  task: TargetTask,
  { labels, numbers }: Targets,
  names: readonly string[],
): string {
  return task === 'multi-label'
    ? labelsText(labels)
    : JSON.stringify(Object.fromEntries(names.map((name, i) => [name, numbers[i]])));
}

/** All that either says. @throws OptionError `OPTION_INVALID` for more than a picture can have. */
export function joinedLabels(text: string, other: string): string {
  return expectFew(labelsText([...labelsIn(text), ...labelsIn(other)]), 'labels');
}

/** A dataset, and what is said of its pictures. */
export interface LabelledDataset {
  readonly id: string;
  readonly name: string;
  readonly task: Task;
}

/** What somebody says a picture shows: `label` of a dataset of single labels, `labels` of one of several. */
export interface Said {
  readonly label?: string | null | undefined;
  readonly labels?: readonly string[] | null | undefined;
}

/**
 * The text that is kept of it.
 *
 * @param at before the name of the field, for errors.
 * @throws OptionError `OPTION_INVALID`; `DATASET_TASK` for a dataset of numbers.
 */
export function saidText(dataset: LabelledDataset, { label, labels }: Said, at = ''): string {
  if (dataset.task === 'regression') expectOneLabel(dataset, 'numbers cannot be given by hand');
  const isOne = dataset.task === 'single-label';
  const [field, other] = isOne ? ['label', 'labels'] : ['labels', 'label'];
  if ((isOne ? label : labels) == null || (isOne ? labels : label) != null) {
    throw invalid(
      at + field,
      `Dataset "${dataset.name}" has ${isOne ? 'one label' : 'several labels'} a picture: expected \`${field}\`, and no \`${other}\`.`,
    );
  }
  if (isOne) {
    checkLabel(label!, at + field);
    return label!;
  }
  labels!.forEach((each, index) => {
    checkLabel(each, `${at + field}.${index}`);
  });
  return expectFew(labelsText(labels!), at + field);
}

export function isTargetsTextTooLong(text: string): boolean {
  return Buffer.byteLength(text) > MAX_BYTES;
}

/** Fields of a line of a manifest, as core reads them. @param label of a picture. */
export function manifestFields(task: Task, label: string): Record<string, unknown> {
  if (task === 'single-label') return { label };
  return task === 'multi-label' ? { labels: labelsIn(label) } : (JSON.parse(label) as Record<string, number>);
}

/** @param text of a dataset of several labels a picture. */
export function labelsIn(text: string): readonly string[] {
  return JSON.parse(text) as string[];
}

/** What a text says of one label, 1 where it is set and 0 where not, or of one number; undefined where it has no such number. */
export function targetIn(text: string, target: string): number | undefined {
  const said = JSON.parse(text) as readonly string[] | Record<string, number>;
  return Array.isArray(said) ? Number(said.includes(target)) : (said as Record<string, number>)[target];
}

/** @throws OptionError `DATASET_TASK` where pictures have several labels or numbers. */
export function expectOneLabel({ name, task }: LabelledDataset, cannot: string): void {
  if (task === 'single-label') return;
  throw new OptionError(
    'DATASET_TASK',
    `Dataset "${name}" is made for ${task}: ${cannot}. Its manifest says what pictures show; upload a zip with a new one and \`replace\` to change it.`,
    { details: { field: 'dataset' } },
  );
}

function labelsText(labels: readonly string[]): string {
  return JSON.stringify([...new Set(labels)].sort(byCodePoint));
}

function expectFew(text: string, field: string): string {
  if (!isTargetsTextTooLong(text)) return text;
  throw invalid(
    field,
    `${labelsIn(text).length} labels, ${text.length} characters in all, are too many for one picture.`,
  );
}

function invalid(field: string, message: string): OptionError {
  return new OptionError('OPTION_INVALID', message, { details: { field } });
}
