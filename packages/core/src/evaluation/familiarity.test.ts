import { expectNoLeakedTensors, uniform } from '@graft/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../engine/engine.js';
import { isUnknown, limitsFor, margin, overPositions, placeOf, withProbabilities } from './familiarity.js';
import { fitFamiliarity } from './fit-familiarity.js';

beforeAll(async () => void (await startEngine()));

describe('what numpy gives for the same samples', () => {
  test('differences of Mahalanobis distances and the cosine distance', async () => {
    // 90 uniform rows of 12 numbers in three classes that take turns; number c of class c is 1 larger.
    const labels = Array.from({ length: 90 }, (_, i) => i % 3);
    const rows = Float32Array.from(uniform('familiarity/rows', 90 * 12));
    labels.forEach((label, i) => {
      rows[i * 12 + label]! += 1;
    });
    const familiarity = await expectNoLeakedTensors(() => fitFamiliarity(rows, labels, 3, true));
    const place = placeOf(familiarity, Float32Array.from(uniform('familiarity/query', 12)));
    expect(place.distance).toBeCloseTo(0.09799167164631328, 5);
    // Squared distances with numpy.linalg.inv of the shrunk covariance: 18.70897541, 12.97630923, 24.92111808.
    const [first, second, third] = place.closeness;
    expect(second! - first!).toBeCloseTo(2.8663330896414276, 2);
    expect(third! - first!).toBeCloseTo(-3.106071332387236, 2);
    expect(margin(place, 1)).toBeCloseTo(2.8663330896414276, 2);
    expect(margin(place, 0)).toBeCloseTo(-2.8663330896414276, 2);
  });
});

test('without discriminants the probabilities of the model tell what lies between classes', () => {
  const rows = Float32Array.of(1, 0, 2, 0, 0, 1, 0, 3);
  const familiarity = fitFamiliarity(rows, [0, 0, 1, 1], 2, false);
  expect(familiarity).toEqual({ means: Float32Array.of(1, 0, 0, 1) });
  const place = withProbabilities(placeOf(familiarity, Float32Array.of(1, 1)), Float32Array.of(0.75, 0.25));
  expect(place.distance).toBeCloseTo(1 - Math.SQRT1_2, 6);
  expect(margin(place, 0)).toBeCloseTo(Math.log(3), 6);
  expect(margin(place, 1)).toBeCloseTo(-Math.log(3), 6);
  // Certainty is far from the other class, not infinitely far.
  expect(
    margin(withProbabilities({ distance: 0, closeness: new Float64Array() }, Float32Array.of(1, 0)), 0),
  ).toBeLessThan(100);
});

describe('limits', () => {
  const places = Array.from({ length: 201 }, (_, i) => ({
    distance: i / 200,
    closeness: Float64Array.of(((i * 37) % 201) / 200, 0),
  }));
  const answers = new Array<number>(201).fill(0);

  test('are quantiles: a tenth of what is left out lies far, the rest between classes', () => {
    const limits = limitsFor(places, answers, 0.8);
    expect(limits.distance).toBeCloseTo(0.98, 12); // numpy.quantile(distances, 0.98)
    expect(limits.margin).toBeCloseTo(0.18, 12); // numpy.quantile(margins, 0.18)
  });

  test('keep about the coverage asked for', () => {
    const limits = limitsFor(places, answers, 0.8);
    const known = places.filter((place) => !isUnknown(place, 0, limits)).length / places.length;
    expect(known).toBeGreaterThanOrEqual(0.8);
    expect(known).toBeLessThan(0.83);
  });

  test('of full coverage leave nothing out', () => {
    const limits = limitsFor(places, answers, 1);
    const nowhere = { distance: 2, closeness: Float64Array.of(-1e9, 1e9) };
    expect(isUnknown(nowhere, 0, limits)).toBe(false);
  });
});

test('a map becomes its mean over positions, channel by channel', () => {
  expect(overPositions(Float32Array.of(1, 10, 3, 30, 5, 50, 7, 70), 2, 2)).toEqual(
    Float32Array.of(2, 20, 6, 60),
  );
});
