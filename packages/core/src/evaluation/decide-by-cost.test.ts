import { expect, test } from 'vitest';
import { decideByCost } from './decide-by-cost.js';

const usual = [
  [0, 1],
  [1, 0],
];

test('with two labels it is a threshold at the cost of one mistake over both', () => {
  // Taking 0 for 1 costs 4, 1 for 0 costs 1: 1 is the answer from 4 / 5 on.
  const costs = [
    [0, 4],
    [1, 0],
  ];
  const probabilities = Float32Array.of(0.25, 0.75, 0.125, 0.875, 0.75, 0.25);
  expect(decideByCost({ probabilities, labels: [0, 1, 0] }, costs)).toEqual({
    answers: [0, 1, 0],
    cost: 0,
    usualCost: 4 / 3,
    accuracy: 1,
    changed: 1,
  });
});

test('equal costs change no answer, and cost what is wrong', () => {
  const probabilities = Float32Array.of(0.5, 0.5, 0.25, 0.75, 0.75, 0.25);
  expect(decideByCost({ probabilities, labels: [1, 1, 1] }, usual)).toEqual({
    answers: [0, 1, 0],
    cost: 2 / 3,
    usualCost: 2 / 3,
    accuracy: 1 / 3,
    changed: 0,
  });
});

test('with three labels the cheapest may be one that is not probable at all', () => {
  // Whatever is no 2 costs 1 as a 2, but 0 and 1 must not be mixed up.
  const costs = [
    [0, 9, 1],
    [9, 0, 1],
    [9, 9, 0],
  ];
  const probabilities = Float32Array.of(0.5, 0.375, 0.125);
  expect(decideByCost({ probabilities, labels: [0] }, costs)).toMatchObject({
    answers: [2],
    cost: 1,
    usualCost: 0,
  });
});

test('costs that do not fit the labels are refused', () => {
  const answers = { probabilities: Float32Array.of(0.5, 0.25, 0.25), labels: [0] };
  const refusal = expect.objectContaining({ code: 'OPTION_INVALID' });
  expect(() => decideByCost(answers, usual)).toThrow(refusal);
  expect(() =>
    decideByCost({ probabilities: Float32Array.of(1, 0), labels: [0] }, [
      [0, -1],
      [1, 0],
    ]),
  ).toThrow(refusal);
});
