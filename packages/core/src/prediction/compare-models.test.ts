import { expect, test } from 'vitest';
import type { Dataset } from '../data/types.js';
import { compareModels } from './compare-models.js';

const labels = ['cat', 'dog'];
const dataset = {} as Dataset;

/** A model by its answers to pictures of cats, by number. */
const answering = (answers: Readonly<Record<string, 'cat' | 'dog'>>) => ({
  async predictSplit() {
    const samples = Object.keys(answers).map((id) => ({ id, path: id, label: 0 }));
    const probabilities = Float32Array.from(
      Object.values(answers).flatMap((answer) => (answer === 'cat' ? [0.75, 0.25] : [0.25, 0.75])),
    );
    return { probabilities, samples, labels };
  },
});

test('two models are compared on the pictures that both could read', async () => {
  const first = answering({ a: 'cat', b: 'cat', c: 'dog', d: 'dog', gone: 'dog' });
  const second = answering({ d: 'dog', c: 'cat', b: 'dog', a: 'cat' });
  const comparison = await compareModels(first, second, dataset);
  expect(comparison.test).toMatchObject({
    bothRight: 1,
    onlyFirstRight: 1,
    onlySecondRight: 1,
    bothWrong: 1,
    p: 1,
  });
  expect(comparison.first.accuracy).toBe(0.4);
  expect(comparison.second.accuracy).toBe(0.5);
});
