import { expect, test } from 'vitest';
import { resolveAugmentation } from '../augmentation/resolve-augmentation.js';
import type { Sample } from '../data/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import type { FeatureSource } from '../features/feature-source.js';
import { sha256 } from '../hash.js';
import { rotatingViews, streamedViews, viewsOf } from './variations.js';

const samples: Sample[] = Array.from({ length: 9 }, (_, i) => ({
  id: `${i}.jpg`,
  path: `/${i}.jpg`,
  label: i % 3,
  sha256: sha256(`${i}`),
}));
const order = [4, 0, 8, 2, 6, 1, 3, 5, 7];
const standard = resolveAugmentation('standard')!;
const mixing = resolveAugmentation({
  transforms: 'standard',
  mode: 'streaming',
  mix: { name: 'mix-up', alpha: 1 },
})!;

/** Features that say where they come from: `[form, position]`. */
const form = (number: number): FeatureSet => ({
  samples,
  labels: Int32Array.from(samples, ({ label }) => label),
  shape: [2],
  read: async (positions) => Float32Array.from(positions.flatMap((position) => [number, position])),
});

/** Remembers which samples were asked for. */
function recorder(): FeatureSource & { readonly asked: Sample[] } {
  const asked: Sample[] = [];
  return {
    key: '',
    shape: [1],
    asked,
    async read(sample) {
      asked.push(sample);
      return new Float32Array(1);
    },
  };
}

test('every epoch shows each sample in one of its forms, and all of them in as many epochs as there are', async () => {
  const variations = rotatingViews([form(0), form(1), form(2)], 42);
  const shown = samples.map(() => new Set<number>());
  const first: number[] = [];
  for (let epoch = 0; epoch < 3; epoch++) {
    const rows = await variations(epoch, order).read(order);
    for (const [place, position] of order.entries()) {
      expect(rows[place * 2 + 1]).toBe(position);
      shown[position]!.add(rows[place * 2]!);
      if (epoch === 0) first.push(rows[place * 2]!);
    }
  }
  expect(shown.map((forms) => forms.size)).toEqual(samples.map(() => 3));
  expect(new Set(first).size).toBeGreaterThan(1);
});

test('a view is drawn from the file and its number alone, so that runs share it', () => {
  const seeds = (number: number) => viewsOf(samples, standard, number).map(({ view }) => view!.seed);
  expect(seeds(1)).toEqual(seeds(1));
  expect(new Set([...seeds(1), ...seeds(2)]).size).toBe(18);
  expect(viewsOf(samples, resolveAugmentation('light')!, 1)[0]!.view!.seed).not.toBe(seeds(1)[0]);
  expect(viewsOf(samples, standard, 1)[0]).toMatchObject({ path: '/0.jpg', view: { kept: true } });
});

test('streaming draws another view of every sample in every epoch and keeps none', async () => {
  const source = recorder();
  const variations = streamedViews(source, samples, standard, 42);
  await variations(0, order).read(order);
  await variations(1, order).read(order);
  await variations(1, order).read(order);
  const seeds = source.asked.map(({ view }) => view!.seed);
  expect(new Set(seeds).size).toBe(18);
  expect(seeds.slice(18)).toEqual(seeds.slice(9, 18));
  expect(source.asked.every(({ view }) => view!.kept === false)).toBe(true);
  const other = recorder();
  await streamedViews(other, samples, standard, 43)(0, order).read(order);
  expect(other.asked[0]!.view!.seed).not.toBe(seeds[0]);
});

test('neighbours in the order are mixed, and the labels with them', async () => {
  const source = recorder();
  const { mixed, labels, read } = streamedViews(source, samples, mixing, 42)(0, order);
  await read(order);
  for (const [place, sample] of source.asked.entries()) {
    const partner = order[place ^ 1];
    if (partner === undefined) continue;
    expect(sample.view!.mixed!.partner.id).toBe(samples[partner]!.id);
    expect(mixed!.labels[order[place]!]).toBe(labels[partner]);
    expect(mixed!.shares[order[place]!]).toBeCloseTo((sample.view!.mixed!.mix as { share: number }).share, 6);
  }
  // The last of an odd number is left with itself.
  expect(mixed!.labels[7]).toBe(labels[7]);
});
