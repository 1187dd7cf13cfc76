import { expect, test } from 'vitest';
import { clearlyMoreRight } from './clearly-more-right.js';

test.each([
  { right: 137, other: 136, count: 150, clearly: false },
  { right: 137, other: 130, count: 150, clearly: true },
  { right: 99, other: 98, count: 100, clearly: false },
  { right: 99, other: 97, count: 100, clearly: true },
  { right: 10, other: 9, count: 10, clearly: true },
  { right: 5, other: 5, count: 5, clearly: false },
  { right: 130, other: 137, count: 150, clearly: false },
])('$right of $count is clearly more than $other: $clearly', ({ right, other, count, clearly }) => {
  expect(clearlyMoreRight(right / count, other / count, count)).toBe(clearly);
});
