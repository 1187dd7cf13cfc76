import { expect, test } from 'vitest';
import { labelDoubts } from './label-errors.js';

test('doubts what is at least as sure of another label as samples of that label are on average, by hand', () => {
  const rows = [
    [0.9, 0.1],
    [0.7, 0.3],
    [0.15, 0.85], // labelled 0: above the average of label 1, 0.8
    [0.2, 0.8],
    [0.1, 0.9],
    [0.3, 0.7],
    [0.96, 0.04], // labelled 1: above the average of label 0; 0.583
  ];
  const labels = [0, 0, 0, 1, 1, 1, 1];
  expect(labelDoubts(Float32Array.from(rows.flat()), labels)).toEqual([
    {
      position: 6,
      suggested: 0,
      probability: expect.closeTo(0.04, 6),
      suggestedProbability: expect.closeTo(0.96, 6),
    },
    {
      position: 2,
      suggested: 1,
      probability: expect.closeTo(0.15, 6),
      suggestedProbability: expect.closeTo(0.85, 6),
    },
  ]);
});

test('a sample that fits no label better than its own is not doubted', () => {
  expect(labelDoubts(Float32Array.of(0.6, 0.4, 0.4, 0.6), [0, 1])).toEqual([]);
  expect(labelDoubts(new Float32Array(0), [])).toEqual([]);
});
