import type { TrainReport } from '@graft/core';
import { describe, expect, test } from 'vitest';
import { curveText, recommended } from './comparison.js';

type Run = Parameters<typeof recommended>[0][number];

const run = (strategy: TrainReport['strategy'], accuracy: number, low: number, total: number): Run => ({
  strategy,
  test: { accuracy, interval: [low, 1], count: 200 } as unknown as TrainReport['test'],
  seconds: { total, features: 1, training: 1 },
});

describe('of two strategies', () => {
  test('the cheaper one is taken where the test cannot tell them apart', () => {
    const text = recommended([run('feature-extraction', 0.98, 0.95, 8), run('fine-tuning', 0.985, 0.96, 80)]);
    expect(text).toMatch(/^Take feature extraction: 200 test pictures cannot tell/);
  });

  test('the more accurate one is taken where the other lies below its interval', () => {
    const text = recommended([run('feature-extraction', 0.93, 0.9, 8), run('fine-tuning', 0.98, 0.95, 80)]);
    expect(text).toMatch(/^Take fine tuning: 93.0% of feature extraction lies below/);
  });
});

test('a learning curve is one line per number of pictures', () => {
  const point = (pictures: number, accuracy: number, spread: number) => ({
    pictures,
    accuracy,
    lowest: accuracy - spread,
    highest: accuracy + spread,
  });
  expect(
    curveText([point(50, 0.9, 0.02), point(100, 0.95, 0)])
      .split('\n')
      .slice(1),
  ).toEqual(['   50 pictures: 90.0% (88.0–92.0%)', '  100 pictures: 95.0%']);
});
