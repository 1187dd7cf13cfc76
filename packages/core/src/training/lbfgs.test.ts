import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimise } from './lbfgs.js';

const tight = { tolerance: 1e-8, maxIterations: 200 };

describe('L-BFGS', () => {
  test("finds the bottom of Rosenbrock's curved valley at (1, 1)", async () => {
    const rosenbrock = async ([x, y]: Float64Array) => ({
      value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
      gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
    });
    const start = Float64Array.of(-1.2, 1);
    const { point, converged } = await minimise(rosenbrock, start, tight);
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
    expect([...start]).toEqual([-1.2, 1]);
  });

  test('finds the centre of every ellipsoid', async () => {
    const axes = fc.array(fc.record({ centre: between(-10, 10), curvature: between(0.01, 100) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(axes, async (given) => {
        const start = new Float64Array(given.length);
        const { point } = await minimise(ellipsoid(given), start, tight);
        given.forEach(({ centre }, i) => {
          expect(point[i]).toBeCloseTo(centre, 4);
        });
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('says so when the limit comes before the minimum', async () => {
    const axes = [1, 10, 100].map((curvature) => ({ centre: 3, curvature }));
    const stopped = await minimise(ellipsoid(axes), new Float64Array(3), { ...tight, maxIterations: 2 });
    expect(stopped).toMatchObject({ converged: false, iterations: 2 });
  });
});

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function ellipsoid(axes: readonly { centre: number; curvature: number }[]) {
  return async (point: Float64Array) => ({
    value: axes.reduce((sum, { centre, curvature }, i) => sum + curvature * (point[i]! - centre) ** 2, 0),
    gradient: Float64Array.from(axes, ({ centre, curvature }, i) => 2 * curvature * (point[i]! - centre)),
  });
}
