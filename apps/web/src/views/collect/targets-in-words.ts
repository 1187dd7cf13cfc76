import { collect as strings } from '../../strings/index.js';
import type { Collection } from './use-collection.js';

/** What a picture shows, as people say it. @param label as the API has it: of several labels or numbers JSON. */
export function targetsInWords(task: Collection['task'], label: string): string {
  if (task === 'SINGLE_LABEL') return label;
  if (task === 'MULTI_LABEL') return (JSON.parse(label) as string[]).join(', ') || strings.noLabels;
  const numbers = Object.entries(JSON.parse(label) as Record<string, number>);
  const [[, only]] = numbers as [[string, number]];
  return numbers.length === 1
    ? strings.number(only)
    : numbers.map(([target, value]) => `${target} ${strings.number(value)}`).join(', ');
}
