import { expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { confusionSection, mostConfused, perClassSection } from './confusion.js';

test('pairs by how often one label was taken for the other', () => {
  const confusion = [
    [9, 2, 0],
    [5, 7, 1],
    [0, 0, 3],
  ];
  expect(mostConfused(confusion)).toEqual([
    { count: 5, actual: 1, predicted: 0 },
    { count: 2, actual: 0, predicted: 1 },
    { count: 1, actual: 1, predicted: 2 },
  ]);
});

test('the matrix shades each count by its part of the row', () => {
  const { html } = confusionSection(exampleFacts());
  expect(html).toContain('<td class="hit" style="--share: 0.950">19</td>');
  expect(html).toContain('<td class="miss" style="--share: 0.050">1</td>');
  expect(html).toContain('<b>dog</b> taken for <b>cat</b>: 1 of 20');
});

test('so many labels that no screen holds their matrix get the pairs alone', () => {
  const facts = exampleFacts();
  const labels = Array.from({ length: 31 }, (_, i) => `label ${i}`);
  const confusion = labels.map((_, i) => labels.map((_, j) => (i === j ? 4 : i === 30 && j === 2 ? 3 : 0)));
  const test = { ...facts.metrics.test, confusion };
  const { html } = confusionSection({ ...facts, labels, metrics: { ...facts.metrics, test } });
  expect(html).not.toContain('<table');
  expect(html).toContain('<b>label 30</b> taken for <b>label 2</b>: 3 of 7');
});

test('labels are listed from the lowest F1 on', () => {
  const { html } = perClassSection(exampleFacts());
  expect(html.indexOf('>dog<')).toBeLessThan(html.indexOf('>cat<'));
});
