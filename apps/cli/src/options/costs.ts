import { type CostMatrix, OptionError } from '@graft/core';
import { InvalidArgumentError } from 'commander';

/** `cat:dog=5`: a cat that is taken for a dog costs 5. */
export interface CostFlag {
  /** Both labels with a colon between them; which colon, the labels tell. */
  readonly pair: string;
  readonly cost: number;
}

/** Parser for commander: one more `ACTUAL:ANSWER=COST`. */
export function costFlag(text: string, before: readonly CostFlag[] = []): CostFlag[] {
  const [, pair = '', amount = ''] = /^(.+:.+)=(\d+\.?\d*|\.\d+)$/.exec(text) ?? [];
  if (pair === '') {
    throw new InvalidArgumentError('Expected LABEL:ANSWER=COST with a cost >= 0, such as cat:dog=5.');
  }
  return [...before, { pair, cost: Number(amount) }];
}

/**
 * What is not named costs 1.
 *
 * @throws OptionError `OPTION_INVALID` for a pair that is not two of the labels.
 */
export function costMatrix(labels: readonly string[], flags: readonly CostFlag[]): CostMatrix {
  const costs = labels.map((_, actual) => labels.map((_, answer): number => (answer === actual ? 0 : 1)));
  for (const { pair, cost } of flags) {
    const [actual, answer] = pairOf(labels, pair);
    costs[actual]![answer] = cost;
  }
  return costs;
}

function pairOf(labels: readonly string[], pair: string): [actual: number, answer: number] {
  for (let colon = pair.indexOf(':'); colon >= 0; colon = pair.indexOf(':', colon + 1)) {
    const [actual, answer] = [labels.indexOf(pair.slice(0, colon)), labels.indexOf(pair.slice(colon + 1))];
    if (actual >= 0 && answer >= 0 && actual !== answer) return [actual, answer];
  }
  throw new OptionError(
    'OPTION_INVALID',
    `--cost ${pair}: expected two different labels of the model with a colon between them; it has ${labels.join(', ')}.`,
    { details: { field: 'cost' } },
  );
}
