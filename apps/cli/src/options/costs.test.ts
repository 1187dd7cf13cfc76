import { expect, test } from 'vitest';
import { costFlag, costMatrix } from './costs.js';

test('costs are read one by one; what is not named costs 1', () => {
  const flags = costFlag('dog:cat=0.5', costFlag('cat:dog=5'));
  expect(costMatrix(['cat', 'dog', 'owl'], flags)).toEqual([
    [0, 5, 1],
    [0.5, 0, 1],
    [1, 1, 0],
  ]);
});

test('labels may hold colons and equals signs', () => {
  expect(costMatrix(['a:b', 'c=d'], costFlag('a:b:c=d=2'))).toEqual([
    [0, 2],
    [1, 0],
  ]);
});

test.each(['cat', 'cat:dog', 'cat:dog=', 'cat:dog=-1', 'cat:dog=much', ':dog=1'])('%s is refused', (text) => {
  expect(() => costFlag(text)).toThrow('such as cat:dog=5');
});

test('labels that the model does not have are refused', () => {
  for (const text of ['cat:owl=5', 'cat:cat=5']) {
    expect(() => costMatrix(['cat', 'dog'], costFlag(text))).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
  }
});
