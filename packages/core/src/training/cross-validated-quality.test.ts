import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { createRandom } from '../random.js';
import { crossValidatedQuality, headMeasure } from './cross-validated-quality.js';

beforeAll(() => startEngine());

const COUNT = 200;

/** Points in a plane. @param targetsOf what is to be said of one. */
function points(targetsOf: (x: number, y: number) => number[]) {
  const random = createRandom('quality');
  const rows = Array.from({ length: COUNT }, () => [random.normal(), random.normal()] as const);
  const samples = rows.map(([x, y], i) => {
    return { id: String(i), path: '', label: 0, sha256: '', targets: targetsOf(x, y) };
  });
  return { features: Float32Array.from(rows.flat()), samples, random };
}

test('labels that lie on two sides of a line are ranked without a mistake, what is drawn by lot by its share', async () => {
  const told = points((x, y) => [Number(x > 0), Number(y > 1)]);
  const dataset = { task: 'multi-label', labels: ['right', 'up'] } as const;
  expect(await crossValidatedQuality(told.features, told.samples, dataset)).toBeGreaterThan(0.98);
  const lot = createRandom('lot');
  const drawn = points(() => [lot.integer(2), lot.integer(2)]);
  expect(await crossValidatedQuality(drawn.features, drawn.samples, dataset)).toBeCloseTo(0.5, 0.8);
  expect(headMeasure(dataset)).toBe('mean average precision');
});

test('numbers along a line are explained whole, with as much noise as signal by half, without signal not at all', async () => {
  const dataset = { task: 'regression', labels: ['along'] } as const;
  const noise = createRandom('noise');
  const quality = (targetsOf: (x: number) => number) => {
    const { features, samples } = points((x) => [targetsOf(x)]);
    return crossValidatedQuality(features, samples, dataset);
  };
  expect(await quality((x) => 3 * x)).toBeCloseTo(1, 2);
  const half = await quality((x) => x + noise.normal());
  expect(half).toBeGreaterThan(0.3);
  expect(half).toBeLessThan(0.7);
  expect(await quality(() => noise.normal())).toBeLessThan(0.05);
  expect(headMeasure(dataset)).toBe('R²');
});
