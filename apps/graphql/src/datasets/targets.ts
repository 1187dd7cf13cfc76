import { byCodePoint, OptionError, type Task } from '@graft/core';

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
  return JSON.stringify(
    task === 'multi-label'
      ? [...labels].sort(byCodePoint)
      : Object.fromEntries(names.map((name, i) => [name, numbers[i]])),
  );
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
export function expectOneLabel(
  { name, task }: { readonly name: string; readonly task: Task },
  cannot: string,
): void {
  if (task === 'single-label') return;
  throw new OptionError(
    'DATASET_TASK',
    `Dataset "${name}" is made for ${task}: ${cannot}. Its manifest says what pictures show; upload a zip with a new one and \`replace\` to change it.`,
    { details: { field: 'dataset' } },
  );
}
