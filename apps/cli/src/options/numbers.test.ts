import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { duration, fraction, layerSizes, positiveNumber, wholeNumber } from './numbers.js';

test('numbers of the right kind are taken', () => {
  expect(wholeNumber(1)('12')).toBe(12);
  expect(wholeNumber(0)('0')).toBe(0);
  expect(positiveNumber('1e-3')).toBe(0.001);
  expect(positiveNumber('.5')).toBe(0.5);
  expect(fraction('0')).toBe(0);
  expect(['90s', '10m', '1.5h'].map(duration)).toEqual([90, 600, 5400]);
  expect(layerSizes('256,128')).toEqual([256, 128]);
});

test.each([
  ['epochs', wholeNumber(1), ['0', '-1', '1.5', '1e3', 'ten', '', ' 3', '99999999999999999999']],
  ['learning rate', positiveNumber, ['0', '-0.1', 'fast', 'Infinity', 'NaN', '0x10', '']],
  ['dropout', fraction, ['1', '-0.1', '20%', '']],
  ['time', duration, ['', '10', '0m', '-1m', '10 m', '1d', 'm']],
  ['layer sizes', layerSizes, ['', '256,', '0', '256;128', '1.5']],
])('a bad %s is refused', (_name, parse, texts) => {
  for (const text of texts) expect(() => parse(text), text).toThrow(InvalidArgumentError);
});
