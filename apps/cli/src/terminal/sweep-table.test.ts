import type { EpochRecord } from '@graft/core';
import { expect, test } from 'vitest';
import type { TrainDocument } from '../training-run.js';
import { sweepText } from './rate-sweep.js';
import { byValidation, type SweepRow, sweepTable } from './sweep-table.js';

const epoch = (validationLoss: number): EpochRecord => ({
  phase: 'training',
  epoch: 1,
  loss: 1,
  accuracy: 0.5,
  validationLoss,
  validationAccuracy: 0.8,
  learningRate: 1e-3,
  seconds: 1,
});

/** Only what the table reads. */
const row = (head: string, validationLoss: number, accuracy: number): SweepRow => ({
  varied: { heads: head },
  document: {
    history: [0.1].map(epoch), // Of an epoch before the calibration: nothing is chosen by it.
    validation: { logLoss: validationLoss, accuracy: 0.8, count: 50 },
    test: { count: 100, accuracy, interval: [accuracy - 0.05, accuracy + 0.05] },
    seconds: { total: 3, features: 1, training: 2 },
  } as unknown as TrainDocument,
});

test('trials are ranked by the validation loss of what was kept, and only the best one shows its test accuracy', () => {
  const failed: SweepRow = { varied: { heads: 'broken' }, error: undefined };
  const ranked = byValidation([failed, row('a', 0.4, 0.91), row('b', 0.3, 0.87)]);
  expect(ranked.map(({ varied }) => varied.heads)).toEqual(['b', 'a', 'broken']);
  const text = sweepTable(ranked, undefined);
  expect(text).toContain('0.400');
  expect(text).toContain('87.0% (82.0–92.0%)');
  expect(text).not.toContain('91.0%');
});

test('a sweep of learning rates is drawn, and its suggestion can be pasted', () => {
  const rates = [1e-5, 1e-4, 1e-3, 1e-2];
  const report = { rates, losses: [1, 0.9, 0.5, 4], exploded: true };
  const text = sweepText({ ...report, suggestion: { valley: 1e-4, steepest: 1e-3 } });
  expect(text).toContain('--learning-rate 1.0e-4');
  expect(text).toContain('1.0e-5');
  expect(sweepText({ ...report, suggestion: undefined })).toContain('start lower');
});
