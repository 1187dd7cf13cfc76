import { expect, test } from 'vitest';
import { durationRange, shortDuration } from './durations.js';

test.each([
  [0, '1 s'],
  [59.2, '60 s'],
  [130, '2 min'],
  [7800, '2 h 10 min'],
  [7200, '2 h'],
])('%d seconds are said as %s', (seconds, words) => {
  expect(shortDuration(seconds)).toBe(words);
});

test.each([
  [4, 16, '4 to 15 seconds'],
  [11, 47, '10 to 50 seconds'],
  [20, 130, 'up to 2 minutes'],
  [70, 280, '1 to 5 minutes'],
  [3600, 14_400, '1 to 4 hours'],
])('%d to %d seconds are said as %s', (low, high, words) => {
  expect(durationRange(low, high)).toBe(words);
});
