import { expect, test } from 'vitest';
import type { Sample } from '../data/types.js';
import { drawPrecisionSamples } from './calibration-samples.js';

const samples = (...perClass: number[]): Sample[] =>
  perClass.flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => {
      const id = `${label}/${i}`;
      return { id, path: `/${id}`, label, sha256: id };
    }),
  );

test('32 samples calibrate, others are compared, and every class is among the first', () => {
  const { calibration, compared } = drawPrecisionSamples(samples(90, 5, 5), 1, 50);
  expect([calibration.length, compared.length]).toEqual([32, 50]);
  expect(new Set([...calibration, ...compared]).size).toBe(82);
  expect(calibration.slice(0, 15).map(({ label }) => label)).toEqual([
    0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2,
  ]);
});

test('with hardly any left over, the same samples serve for both', () => {
  const { calibration, compared } = drawPrecisionSamples(samples(20, 20), 1, 256);
  expect([calibration.length, compared.length]).toEqual([32, 40]);
});

test('the seed alone decides', () => {
  const drawn = (seed: number) =>
    drawPrecisionSamples(samples(30, 30), seed, 10).calibration.map(({ id }) => id);
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
});
