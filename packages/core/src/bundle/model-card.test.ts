import { expect, test } from 'vitest';
import { exampleFacts } from './example.js';
import { modelCard } from './model-card.js';

const card = modelCard(exampleFacts());

test('begins with the front matter that model hubs read', () => {
  const [, frontMatter] = card.split('---\n');
  expect(
    card.startsWith('---\nlibrary_name: graft\npipeline_tag: image-classification\nlicense: unknown\n'),
  ).toBe(true);
  expect(frontMatter).toContain('          - type: accuracy\n            value: 0.975\n');
});

test('has the sections that a reader of model cards looks for', () => {
  expect(card.match(/^## .*/gm)).toEqual([
    '## Intended use',
    '## How to use',
    '## Data',
    '## Training',
    '## Evaluation',
    '## Limitations',
  ]);
});

test('gives accuracy with its interval, and what simpler rules reach', () => {
  expect(card).toContain('| Accuracy | 97.5% (95% interval 87.1% to 99.6%) |');
  expect(card).toContain('| Baseline: always the most frequent label | 50.0% |');
  expect(card).toContain('| Baseline: label of the most similar training picture | 85.0% |');
  expect(card).toContain('| dog | 100.0% | 95.0% | 97.4% | 20 |');
});

test('names the weakest label, and says so when the test shows no gain over copying the nearest picture', () => {
  expect(card).toContain('It finds "dog" least often: 95.0% of 20 test pictures.');
  expect(card).not.toContain('too small to show');
  const { metrics } = exampleFacts();
  const baselines = { ...metrics.baselines, nearestNeighbour: 0.9 };
  expect(modelCard(exampleFacts({ metrics: { ...metrics, baselines } }))).toContain('too small to show');
});

test('names of folders stay text: no table, HTML, link or YAML comes with them', () => {
  const label = 'a | b\n<img src=x> [click](http://x) `code`';
  const { metrics, dataset } = exampleFacts();
  const perClass = [{ ...metrics.test.perClass[0]!, label }];
  const nasty = modelCard(
    exampleFacts({
      labels: [label, 'dog'],
      dataset: { ...dataset, name: 'x"\n---\nlicense: mit' },
      metrics: { ...metrics, test: { ...metrics.test, perClass } },
    }),
  );
  expect(nasty).toContain('| a \\| b \\<img src=x\\> \\[click\\](http://x) \\`code\\` | 95.2% |');
  expect(nasty).toContain('          name: "x\\"\\n---\\nlicense: mit"\n');
  expect(nasty.match(/^---$/gm)).toHaveLength(2);
  expect(nasty.match(/^license:.*$/gm)).toEqual(['license: unknown']);
});

test('a model with many labels names the first ones', () => {
  const labels = Array.from({ length: 120 }, (_, i) => `label ${i}`);
  expect(modelCard(exampleFacts({ labels }))).toContain('label 8, label 9 and 110 more apart');
});
