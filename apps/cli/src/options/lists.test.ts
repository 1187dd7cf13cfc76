import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { names, positiveNumbers } from './lists.js';

test('values are separated by commas, each once', () => {
  expect(names('vgg16, mobilenet-v2,vgg16')).toEqual(['vgg16', 'mobilenet-v2']);
  expect(positiveNumbers('1e-3,0.01')).toEqual([0.001, 0.01]);
});

test.each(['', 'a,', ',a'])('%j is refused as names', (text) => {
  expect(() => names(text)).toThrow(InvalidArgumentError);
});

test.each(['', '1,', 'fast', '0', '-1'])('%j is refused as numbers', (text) => {
  expect(() => positiveNumbers(text)).toThrow(InvalidArgumentError);
});
