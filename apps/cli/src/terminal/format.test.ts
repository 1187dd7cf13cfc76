import { expect, test } from 'vitest';
import { accuracyWithInterval, bytes, duration, percent } from './format.js';

test('an accuracy is shown with its interval', () => {
  expect(accuracyWithInterval({ accuracy: 0.99, interval: [0.9643, 0.9973] })).toBe('99.0% (96.4–99.7%)');
});

test.each([
  [0, '0.00 s'],
  [0.42, '0.42 s'],
  [9.996, '10.0 s'],
  [12.34, '12.3 s'],
  [59.96, '1 min 00 s'],
  [245, '4 min 05 s'],
  [3599.7, '1 h 00 min'],
  [3720, '1 h 02 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [9_300_000, '9.3 MB'],
  [58_889_256, '58.9 MB'],
  [5e12, '5000.0 GB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('percentages round to the digits asked for', () => {
  expect(percent(0.1234)).toBe('12.3%');
  expect(percent(0.996, 0)).toBe('100%');
});
