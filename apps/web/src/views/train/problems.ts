import { train as strings } from '../../strings/index.js';
import { type Settings, unitsOf } from './settings.js';

export type Problems = Partial<Record<keyof Settings, string>>;

/** What is wrong with what was typed, field by field. */
export function problemsOf({ epochs, rate, seed, head, units, dropout }: Settings): Problems {
  const problems: [keyof Settings, string | undefined][] = [
    ['epochs', epochs ? wrongNumber(epochs, 1, 10_000, true) : undefined],
    ['rate', rate ? wrongNumber(rate, 1e-7, 10) : undefined],
    ['seed', seed ? wrongNumber(seed, 0, 2_147_483_647, true) : undefined],
    ['units', head === 'own' && !unitsOf(units) ? strings.head.unitsWrong : undefined],
    ['dropout', head === 'own' && dropout ? wrongNumber(dropout, 0, 0.99) : undefined],
  ];
  return Object.fromEntries(problems.filter(([, problem]) => problem !== undefined));
}

function wrongNumber(text: string, least: number, most: number, whole = false): string | undefined {
  const value = Number(text);
  const isRight = value >= least && value <= most && (!whole || Number.isInteger(value));
  return isRight ? undefined : strings.numberWrong(least, most);
}
