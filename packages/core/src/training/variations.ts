import { viewSeed } from '../augmentation/augment-picture.js';
import { drawMixing, labelShare } from '../augmentation/mixing.js';
import type { Augmentation } from '../augmentation/resolve-augmentation.js';
import type { Sample } from '../data/types.js';
import { type FeatureSet, lazyFeatures } from '../features/feature-set.js';
import type { FeatureSource } from '../features/feature-source.js';
import { createRandom } from '../random.js';

/**
 * The training set as one epoch learns from it: the same samples at the same positions, each in one of its variations.
 *
 * @param epoch from 0, within its phase.
 * @param order the epoch's positions as they will be read.
 */
export type Variations = (epoch: number, order: readonly number[]) => FeatureSet;

/** The training samples as view `number` (from 1) of each. */
export function viewsOf(samples: readonly Sample[], { transforms }: Augmentation, number: number): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    view: { seed: viewSeed(sample.sha256, transforms, number), kept: true },
  }));
}

/**
 * Every epoch shows each sample in the next of its forms, the original being one of them, from a seeded start.
 *
 * @param forms the originals and their views, with the same samples at the same positions.
 */
export function rotatingViews(forms: readonly FeatureSet[], seed: number): Variations {
  const [original] = forms as [FeatureSet];
  const starts = original.samples.map(({ id }) => createRandom(seed, 'view', id).integer(forms.length));
  const length = original.shape.reduce((a, b) => a * b, 1);
  return (epoch) => ({
    ...original,
    read: (positions) =>
      readFromForms(
        forms,
        positions.map((position) => [(starts[position]! + epoch) % forms.length, position]),
        length,
      ),
  });
}

/**
 * Every epoch draws every sample anew and runs the frozen network on it. Where pictures are mixed, neighbours in the
 * epoch's order are.
 */
export function streamedViews(
  source: FeatureSource,
  samples: readonly Sample[],
  { transforms, mix }: Augmentation,
  seed: number,
): Variations {
  return (epoch, order) => {
    const views = samples.map((sample) => ({
      ...sample,
      view: { seed: viewSeed(sample.sha256, transforms, 'streaming', seed, epoch), kept: false },
    }));
    if (!mix) return lazyFeatures(source, views);

    const partners = Int32Array.from(samples, ({ label }) => label);
    const shares = new Float32Array(samples.length).fill(1);
    const mixed: Sample[] = [...views];
    for (const [place, position] of order.entries()) {
      const partner = views[order[place ^ 1] ?? position]!;
      const how = drawMixing(mix, createRandom(seed, 'mix', epoch, place));
      if (!how) continue;
      partners[position] = partner.label;
      shares[position] = labelShare(how);
      mixed[position] = {
        ...views[position]!,
        view: { ...views[position]!.view, mixed: { partner, mix: how } },
      };
    }
    return { ...lazyFeatures(source, mixed), mixed: { labels: partners, shares } };
  };
}

/** @param wanted form and position of each row. */
async function readFromForms(
  forms: readonly FeatureSet[],
  wanted: readonly (readonly [form: number, position: number])[],
  length: number,
): Promise<Float32Array> {
  const packed = new Float32Array(wanted.length * length);
  for (const [number, form] of forms.entries()) {
    const places = [...wanted.keys()].filter((place) => wanted[place]![0] === number);
    const rows = await form.read(places.map((place) => wanted[place]![1]));
    places.forEach((place, i) => {
      packed.set(rows.subarray(i * length, (i + 1) * length), place * length);
    });
  }
  return packed;
}
