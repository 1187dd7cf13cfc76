import type { EpochRecord } from '@graft/core';
import { describe, expect, test } from 'vitest';
import { learningCurves, stretch } from './curves.js';

function epoch(number: number, loss: number): EpochRecord {
  return {
    phase: 'training',
    epoch: number,
    loss,
    accuracy: 1 - loss,
    validationLoss: loss + 0.1,
    validationAccuracy: 0.9 - loss,
    learningRate: 1e-3,
    seconds: 1,
  };
}

describe('learning curves', () => {
  const history = [0.8, 0.4, 0.2, 0.1].map((loss, index) => epoch(index + 1, loss));

  test('show the range of the validation curve on the axis when there are no colours', () => {
    const [title, ...plot] = learningCurves(history, false).split('\n');
    expect(title).toBe('Loss over 4 epochs (validation)');
    expect(plot[0]).toMatch(/^\s*0\.90 /);
    expect(plot.slice(0, 9).at(-1)).toMatch(/^\s*0\.20 /);
  });

  test('show training and validation in two colours', () => {
    const text = learningCurves(history, true);
    expect(text).toContain('\u001b[36m');
    expect(text).toContain('\u001b[33m');
  });

  test('need two epochs', () => {
    expect(learningCurves([epoch(1, 0.5)])).toBe('');
  });

  test('survive a loss that is not a number', () => {
    expect(learningCurves([epoch(1, Number.NaN), epoch(2, Number.NaN)], true)).toContain('no finite numbers');
  });
});

test('stretching keeps the ends and is linear between', () => {
  expect(stretch([0, 1], 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(stretch([3], 3)).toEqual([3, 3, 3]);
  expect(stretch([0, 1, 2, 3, 4], 3)).toEqual([0, 2, 4]);
});
