import { InvalidArgumentError } from 'commander';

/** Parser for commander: a whole number of at least `minimum`. Commander's message names the option. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value) || value < minimum) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${minimum}.`);
    }
    return value;
  };
}

/** Parser for commander: a number greater than 0. */
export function positiveNumber(text: string): number {
  const value = decimal(text);
  if (!(value > 0))
    throw new InvalidArgumentError('Expected a number greater than 0, such as 0.001 or 1e-3.');
  return value;
}

/** Parser for commander: a number from 0 up to, but not including, 1. */
export function fraction(text: string): number {
  const value = decimal(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError('Expected a number from 0 to less than 1.');
  return value;
}

/** Parser for commander: comma-separated layer sizes, `256,128`. */
export function layerSizes(text: string): number[] {
  return text.split(',').map((part) => {
    const value = Number(part);
    if (!/^\d+$/.test(part.trim()) || value < 1) {
      throw new InvalidArgumentError('Expected whole numbers separated by commas, such as 256,128.');
    }
    return value;
  });
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Parser for commander: a time such as `90s`, `10m` or `1.5h`, in seconds. */
export function duration(text: string): number {
  const [, amount = '', unit = ''] = /^(.+)([smh])$/.exec(text) ?? [];
  const seconds = decimal(amount) * SECONDS[unit as 's'];
  if (!(seconds > 0)) throw new InvalidArgumentError('Expected a time such as 90s, 10m or 1.5h.');
  return seconds;
}

function decimal(text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
