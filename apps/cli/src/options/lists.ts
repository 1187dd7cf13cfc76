import { InvalidArgumentError } from 'commander';
import { positiveNumber } from './numbers.js';

/** Parser for commander: names separated by commas. */
export function names(text: string): string[] {
  const values = text.split(',').map((part) => part.trim());
  if (values.some((value) => value === '')) {
    throw new InvalidArgumentError('Expected names separated by commas, such as vgg16,mobilenet-v2.');
  }
  return [...new Set(values)];
}

/** Parser for commander: numbers greater than 0, separated by commas. */
export function positiveNumbers(text: string): number[] {
  return names(text).map(positiveNumber);
}
