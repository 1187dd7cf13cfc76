import { expect, test } from 'vitest';
import {
  againstText,
  costText,
  type EvaluationDocument,
  rankingText,
  reliabilityText,
} from './evaluation.js';

const metrics = (accuracy: number) => ({ accuracy, interval: [accuracy - 0.05, accuracy + 0.05] }) as never;
const document = (changes: Partial<EvaluationDocument>): EvaluationDocument => ({
  bundle: 'a',
  split: 'test',
  test: metrics(0.9),
  reliability: { expectedCalibrationError: 0.02, bins: [] },
  ranking: [],
  ...changes,
});
const against = (onlyFirstRight: number, onlySecondRight: number, p: number) => ({
  bundle: 'b',
  test: metrics(0.8),
  mcnemar: { bothRight: 70, onlyFirstRight, onlySecondRight, bothWrong: 3, p, method: 'chi-square' as const },
});

test('a difference beyond chance names the better model', () => {
  const text = againstText(document({ against: against(4, 23, 0.0007) }));
  expect(text).toContain('a: 90.0% (85.0–95.0%)');
  expect(text).toContain(
    'Only the first is right on 4 pictures, only the second on 23; both on 70, neither on 3.',
  );
  expect(text).toContain('fewer than 1 in 1,000');
  expect(text).toContain('b is better than a by more than chance');
});

test('a difference within chance is called none', () => {
  const text = againstText(document({ against: against(1, 0, 1) }));
  expect(text).toContain('Only the first is right on 1 picture,');
  expect(text).toContain('differ so much on 100.0% of such samples');
  expect(text).toContain('no difference has been shown');
});

test('costs are told before and after, with the threshold that they stand for', () => {
  const costs = {
    cost: 0.1,
    usualCost: 0.25,
    accuracy: 0.85,
    changed: 6,
    threshold: {
      label: 'dog',
      expected: 5 / 6,
      chosen: { threshold: 0.7, cost: 0.2, usualCost: 0.3, recall: 1, precision: 1 },
    },
  };
  const text = costText(document({ costs }));
  expect(text).toContain('0.250 with the most probable answers, 0.100');
  expect(text).toContain('say dog from a probability of 83.3% on');
  expect(text).toContain('70.0% is cheapest: 0.200 a picture, 0.300 at 50%');
});

test('curves are told by their areas, as a mean over the labels', () => {
  const ranking = [
    { label: 'cat', area: 0.9, averagePrecision: 0.5 },
    { label: 'dog', area: 0.8, averagePrecision: 0.75 },
  ];
  const text = rankingText(document({ ranking }));
  expect(text).toContain('area under the ROC curve 0.8500, average precision 62.5%');
});

test('calibration is a table of how often answers are right', () => {
  const bins = [{ confidence: 0.905, accuracy: 0.85, count: 20 }];
  const text = reliabilityText({ expectedCalibrationError: 0.055, bins });
  expect(text).toContain('Calibration error 5.5%');
  expect(text).toMatch(/90\.5% .* 85\.0% .* 20/);
});
