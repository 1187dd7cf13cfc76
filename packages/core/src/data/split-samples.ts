import { createRandom } from '../random.js';
import { groupBy } from './group-by.js';
import { type Sample, SPLITS, type Split } from './types.js';

export type Splits = Record<Split, Sample[]>;

/** Parts of the training pictures to set aside, in [0, 1); a split that the dataset has itself asks for 0. */
export type Fractions = Readonly<Record<'validation' | 'test', number>>;

/**
 * Splits samples class by class: of every class `round(count * fraction)` go to each new split, at least one where the
 * class can spare it. Samples with the same bytes stay together. The choice depends on the seed, the class and the
 * files' content, neither on their names nor on the order that the file system lists them in.
 *
 * @returns a partition of `samples`, each part sorted by id.
 */
export function splitSamples(
  samples: readonly Sample[],
  labels: readonly string[],
  fractions: Fractions,
  seed: number,
): Splits {
  const splits: Splits = { train: [], validation: [], test: [] };
  const byLabel = groupBy(samples, ({ label }) => label);
  for (const [label, name] of labels.entries()) {
    const own = byLabel.get(label) ?? [];
    const groups = createRandom(seed, 'split', name).shuffle(groupsByContent(own));
    // Test first: when a class is too small for both, an honest result matters more than choosing the epoch.
    for (const split of ['test', 'validation'] as const) {
      for (const group of takeGroups(groups, wanted(own.length, fractions[split])))
        splits[split].push(...group);
    }
    splits.train.push(...groups.flat());
  }
  for (const split of SPLITS) splits[split].sort((a, b) => (a.id < b.id ? -1 : 1));
  return splits;
}

function wanted(count: number, fraction: number): number {
  return fraction === 0 ? 0 : Math.max(1, Math.round(count * fraction));
}

/** Samples with equal bytes, in the order of their hashes. */
function groupsByContent(samples: readonly Sample[]): Sample[][] {
  const groups = groupBy(samples, ({ sha256 }) => sha256);
  return [...groups.values()].sort(([a], [b]) => (a!.sha256 < b!.sha256 ? -1 : 1));
}

/** Removes groups from `groups` until `count` samples are taken or one group is left; groups that are too big stay. */
function takeGroups(groups: Sample[][], count: number): Sample[][] {
  const taken: Sample[][] = [];
  let missing = count;
  for (let i = 0; i < groups.length && missing > 0 && groups.length > 1; ) {
    if (groups[i]!.length > missing) {
      i++;
      continue;
    }
    const [group] = groups.splice(i, 1);
    missing -= group!.length;
    taken.push(group!);
  }
  return taken;
}
