import { collect as strings } from '../../strings/index.js';
import type { Collection } from './use-collection.js';

type Task = Collection['task'];

/** What a picture shows, as the API is told: one label or several. */
export type Said = { readonly label: string } | { readonly labels: string[] };

/** @param label as the API has it: of several labels or numbers JSON. */
export function labelsOf(task: Task, label: string): readonly string[] {
  return task === 'SINGLE_LABEL' ? [label] : (JSON.parse(label) as string[]);
}

/** @param task not of numbers, which nobody says by hand. */
export function saidOf(task: Task, labels: readonly string[]): Said {
  return task === 'SINGLE_LABEL' ? { label: labels[0] ?? '' } : { labels: [...labels] };
}

/** What a picture shows, as people say it. @param label as the API has it. */
export function shownInWords(task: Task, label: string): string {
  if (task !== 'REGRESSION') return labelsOf(task, label).join(', ') || strings.noLabels;
  const numbers = Object.entries(JSON.parse(label) as Record<string, number>);
  const [[, only]] = numbers as [[string, number]];
  return numbers.length === 1
    ? strings.number(only)
    : numbers.map(([target, value]) => `${target} ${strings.number(value)}`).join(', ');
}
