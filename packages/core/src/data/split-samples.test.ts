import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupBy } from './group-by.js';
import { type Fractions, type Splits, splitSamples } from './split-samples.js';
import { type Sample, SPLITS } from './types.js';

const LABELS = ['a', 'b', 'c'];
const TENTHS: Fractions = { validation: 0.1, test: 0.1 };

function sample(label: number, number: number, content = `${label}-${number}`): Sample {
  const id = `${LABELS[label]}/${number}.png`;
  return { id, path: `/${id}`, label, sha256: content };
}

function samplesPerClass(counts: readonly number[]): Sample[] {
  return counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, number) => sample(label, number)),
  );
}

const counts = (splits: Splits, label: number) =>
  SPLITS.map((split) => splits[split].filter((sample) => sample.label === label).length);

const fractions = fc.record({
  validation: fc.double({ min: 0, max: 0.4, noNaN: true }),
  test: fc.double({ min: 0, max: 0.4, noNaN: true }),
});
const seeds = fc.integer();
/** Classes of which some files have the same bytes. */
const datasets = fc
  .array(fc.record({ label: fc.nat(2), content: fc.nat(60) }), { maxLength: 120 })
  .map((files) => files.map(({ label, content }, number) => sample(label, number, `${label}-${content}`)));

describe('splitSamples', () => {
  test('gives every sample to exactly one split', () => {
    fc.assert(
      fc.property(datasets, fractions, seeds, (samples, parts, seed) => {
        const splits = splitSamples(samples, LABELS, parts, seed);
        const ids = SPLITS.flatMap((split) => splits[split].map(({ id }) => id));
        expect(ids.sort()).toEqual(samples.map(({ id }) => id).sort());
      }),
    );
  });

  test('keeps equal files together', () => {
    fc.assert(
      fc.property(datasets, fractions, seeds, (samples, parts, seed) => {
        const splits = splitSamples(samples, LABELS, parts, seed);
        const placed = SPLITS.flatMap((split) => splits[split].map(({ sha256 }) => ({ split, sha256 })));
        for (const copies of groupBy(placed, ({ sha256 }) => sha256).values()) {
          expect(new Set(copies.map(({ split }) => split)).size).toBe(1);
        }
      }),
    );
  });

  test('takes its part of every class, within one sample', () => {
    const sizes = fc.tuple(fc.integer({ min: 3, max: 200 }), fc.integer({ min: 3, max: 200 }));
    fc.assert(
      fc.property(sizes, fractions, seeds, (perClass, parts, seed) => {
        const splits = splitSamples(samplesPerClass(perClass), LABELS, parts, seed);
        for (const [label, count] of perClass.entries()) {
          const [train, validation, tested] = counts(splits, label);
          expect(train).toBeGreaterThanOrEqual(1);
          expect(Math.abs(validation! - count * parts.validation)).toBeLessThanOrEqual(1);
          expect(Math.abs(tested! - count * parts.test)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test.each([
    [1, [1, 0, 0]],
    [2, [1, 0, 1]],
    [3, [1, 1, 1]],
    [14, [12, 1, 1]],
    [15, [11, 2, 2]],
    [1000, [800, 100, 100]],
  ])('of %i pictures it makes %j', (count, expected) => {
    expect(counts(splitSamples(samplesPerClass([count]), LABELS, TENTHS, 1), 0)).toEqual(expected);
  });

  test('does not depend on the order or the names of the files', () => {
    fc.assert(
      fc.property(datasets, seeds, fc.func(fc.nat()), (samples, seed, rank) => {
        const contents = (splits: Splits) =>
          SPLITS.map((split) => splits[split].map(({ sha256 }) => sha256).sort());
        const shuffled = samples.toSorted((a, b) => rank(a.id) - rank(b.id));
        const renamed = shuffled.map((file, i) => ({ ...file, id: `renamed-${i}` }));
        const expected = splitSamples(samples, LABELS, TENTHS, seed);
        expect(splitSamples(shuffled, LABELS, TENTHS, seed)).toEqual(expected);
        expect(contents(splitSamples(renamed, LABELS, TENTHS, seed))).toEqual(contents(expected));
      }),
    );
  });

  test('another seed chooses other samples', () => {
    const testIds = (seed: number) =>
      splitSamples(samplesPerClass([50, 50]), LABELS, TENTHS, seed).test.map(({ id }) => id);
    const choices = Array.from({ length: 20 }, (_, seed) => testIds(seed).join());
    expect(new Set(choices).size).toBe(20);
    expect(testIds(3)).toEqual(testIds(3));
  });

  test('one class does not change how another is split', () => {
    const alone = splitSamples(samplesPerClass([40]), LABELS, TENTHS, 5).test;
    const among = splitSamples(samplesPerClass([40, 30, 20]), LABELS, TENTHS, 5).test;
    expect(among.filter(({ label }) => label === 0)).toEqual(alone);
  });
});
