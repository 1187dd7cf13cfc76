import { describe, expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { reportPage } from './report-page.js';

const reliability = (error: number) => ({
  expectedCalibrationError: error,
  bins: [{ count: 40, confidence: 0.9, accuracy: 0.9 - error }],
});
const facts = exampleFacts({
  calibration: { temperature: 1.5, samples: 40, before: reliability(0.08), after: reliability(0.02) },
  abstention: {
    distance: 0.5,
    margin: 1,
    curve: [
      { asked: 0.9, coverage: 0.91, error: 0.01 },
      { asked: 1, coverage: 1, error: 0.025 },
    ],
  },
});

describe('the page of a run', async () => {
  const page = await reportPage(facts, {
    pictures: new Map([['dog/hülya 🐕.png', 'data:image/jpeg;base64,AAAA']]),
  });

  test('stands alone: it fetches nothing and runs nothing', () => {
    expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|base)\b|\son\w+=/i);
    const addresses = page.match(/(?:src|href)="[^"]*"|url\([^)]*\)|@import[^;]*/g);
    expect(addresses).toEqual(['src="data:image/jpeg;base64,AAAA"']);
  });

  test('has the curves, the reliability diagram, the baselines and the coverage as drawings', () => {
    expect(page.match(/<svg /g)).toHaveLength(5);
    expect(page).toContain('8.0% before temperature scaling');
    expect(page).toContain('var(--first)');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('names the mistakes, the recipe and the data', () => {
    expect(page).toContain('dog/hülya 🐕.png');
    expect(page).toContain('320');
    expect(page).toContain('learningRate');
  });
});

describe('a page with what the model answered', async () => {
  const sample = (i: number, probabilities: [number, number]) => ({
    id: `picture ${i}`,
    split: 'test' as const,
    actual: i % 2 ? 'dog' : 'cat',
    predicted: probabilities[0] > 0.5 ? 'cat' : 'dog',
    probabilities,
  });
  const predictions = [
    sample(0, [0.9, 0.1]),
    sample(1, [0.6, 0.4]),
    sample(2, [0.7, 0.3]),
    sample(3, [0.2, 0.8]),
  ];
  const map = [
    { id: 'a', split: 'train' as const, label: 'cat', x: -1, y: 0 },
    { id: 'b', split: 'test' as const, label: 'dog', predicted: 'cat', x: 1, y: 0.5 },
  ];
  const page = await reportPage(facts, { predictions, map, names: false });

  test('has ROC, precision-recall and the map as drawings', () => {
    expect(page.match(/<svg /g)).toHaveLength(8);
    // Both dogs have more of "dog" than both cats: 0.4 and 0.8 against 0.1 and 0.3.
    expect(page).toContain('<th scope="row">dog</th><td>1.0000</td><td>100.0%</td>');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('names no file where names are to be left out', () => {
    expect(page).not.toMatch(/hülya|picture 1/);
    expect(page).toContain('no pictures and no names of files');
  });
});

test('an old model without the newer facts has a page too', async () => {
  const page = await reportPage(exampleFacts());
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).not.toMatch(/NaN|undefined/);
});
