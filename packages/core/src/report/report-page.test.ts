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
  const page = await reportPage(facts, new Map([['dog/hülya 🐕.png', 'data:image/jpeg;base64,AAAA']]));

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

test('an old model without the newer facts has a page too', async () => {
  const page = await reportPage(exampleFacts());
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).not.toMatch(/NaN|undefined/);
});
