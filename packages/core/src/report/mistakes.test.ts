import { expect, test } from 'vitest';
import { exampleFacts } from '../bundle/example.js';
import { mistakesSection, shownMistakes } from './mistakes.js';

const mistake = (id: string, probability: number, actualProbability: number) => ({
  id,
  actual: 'dog',
  predicted: 'cat',
  probability,
  actualProbability,
});

test('shows the most confident mistakes, then those of the others whose right label got least', () => {
  const sure = Array.from({ length: 8 }, (_, i) => mistake(`sure ${i}`, 0.9 - i / 100, 0.05));
  const { confident, worst } = shownMistakes([
    ...sure,
    mistake('near', 0.5, 0.45),
    mistake('far', 0.4, 0.01),
  ]);
  expect(confident).toEqual(sure);
  expect(worst.map(({ id }) => id)).toEqual(['far', 'near']);
});

test('a mistake is shown with its picture and its neighbours, and named where there is no picture', () => {
  const facts = exampleFacts();
  const neighbours = [{ id: 'cat/1.png', label: 'cat', similarity: 0.91 }];
  const mistakes = [{ ...mistake('dog/<1>.png', 0.875, 0.125), neighbours }];
  const test = { ...facts.metrics.test, mistakes };
  const section = mistakesSection(
    { ...facts, metrics: { ...facts.metrics, test } },
    { pictures: new Map([['dog/<1>.png', 'data:image/jpeg;base64,AAAA']]) },
  );
  expect(section!.html).toContain('<img src="data:image/jpeg;base64,AAAA" alt="dog/&lt;1&gt;.png">');
  expect(section!.html).toContain('<b>cat</b> 87.5%<br>is dog 12.5%');
  expect(section!.html).toContain('no picture</span><small class="differs">cat 0.91</small>');
});

test('a heat map stands beside its picture', () => {
  const pictures = new Map([['dog/hülya 🐕.png', 'data:image/jpeg;base64,AAAA']]);
  const heatMaps = new Map([['dog/hülya 🐕.png', 'data:image/jpeg;base64,BBBB']]);
  const { html } = mistakesSection(exampleFacts(), { pictures, heatMaps })!;
  expect(html).toMatch(
    /AAAA" alt="dog\/hülya 🐕.png"><img src="data:image\/jpeg;base64,BBBB" alt="where cat was seen">/,
  );
});

test('without names neither pictures nor files are told', () => {
  const pictures = new Map([['dog/hülya 🐕.png', 'data:image/jpeg;base64,AAAA']]);
  const { html } = mistakesSection(exampleFacts(), { pictures, names: false })!;
  expect(html).not.toMatch(/AAAA|hülya|no picture/);
  expect(html).toContain('<b>cat</b> 87.5%');
});

test('a model without mistakes has no such section', () => {
  const facts = exampleFacts();
  const test = { ...facts.metrics.test, mistakes: [] };
  expect(mistakesSection({ ...facts, metrics: { ...facts.metrics, test } }, {})).toBeUndefined();
});
