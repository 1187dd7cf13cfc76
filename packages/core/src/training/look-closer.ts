import type { MapPoint } from '../bundle/map-file.js';
import type { PredictedSample } from '../bundle/predictions-file.js';
import { mapFeatures } from '../evaluation/map-features.js';
import { nearestNeighbours } from '../evaluation/nearest-neighbours.js';
import type { Neighbour } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import { featureBlocks } from './feature-blocks.js';
import { blocksOf } from './fit.js';

/** Test pictures whose neighbours are looked up; each block of them costs a pass over the training features. */
const MOST_LOOKED_UP = 1000;
const NEIGHBOURS = 5;
const BLOCK = 256;
/** Pictures of a split on the map: more cannot be told apart, and cost seconds; and their features in bytes. */
const MOST_ON_MAP = 1000;
const MOST_BYTES = 32e6;
/** Beyond so many numbers the file of predictions, some 11 bytes each, would outweigh the model. */
const MOST_PROBABILITIES = 5e6;

/** A split with what the model answers, `[samples, labels]`. */
export interface AnsweredSplit {
  readonly samples: FeatureSet['samples'];
  readonly probabilities: Float32Array;
}

/**
 * The training samples most similar to test samples, by id of these: of all, or of a thousand, those first that were got
 * wrong.
 *
 * @param mistakes ids, the ones to look at first.
 */
export async function neighboursOf(
  test: FeatureSet,
  train: FeatureSet,
  labels: readonly string[],
  mistakes: readonly string[],
): Promise<ReadonlyMap<string, readonly Neighbour[]>> {
  const positionOf = new Map(test.samples.map(({ id }, position) => [id, position]));
  const wanted = [...new Set([...mistakes.map((id) => positionOf.get(id)!), ...test.samples.keys()])];
  const found = new Map<string, readonly Neighbour[]>();
  for (const block of blocksOf(Math.min(wanted.length, MOST_LOOKED_UP), BLOCK)) {
    const positions = block.map((i) => wanted[i]!);
    const rows = await test.read(positions);
    const nearest = await nearestNeighbours(featureBlocks(train), rows, positions.length, NEIGHBOURS);
    positions.forEach((position, i) => {
      const neighbours = nearest[i]!.map(({ position, similarity }) => {
        const { id, path, label } = train.samples[position]!;
        return { id, path, label: labels[label]!, similarity };
      });
      found.set(test.samples[position]!.id, neighbours);
    });
  }
  return found;
}

/** What is kept of the answers, picture by picture; undefined where that would be too much. */
export function predictedSamples(
  { validation, test }: Readonly<Record<'validation' | 'test', AnsweredSplit>>,
  neighbours: ReadonlyMap<string, readonly Neighbour[]>,
  labels: readonly string[],
): PredictedSample[] | undefined {
  if (validation.probabilities.length + test.probabilities.length > MOST_PROBABILITIES) return undefined;
  const of = (split: 'validation' | 'test', { samples, probabilities }: AnsweredSplit) =>
    samples.map(({ id, label }, row): PredictedSample => {
      const own = probabilities.subarray(row * labels.length, (row + 1) * labels.length);
      return {
        id,
        split,
        actual: labels[label]!,
        predicted: labels[own.indexOf(Math.max(...own))]!,
        probabilities: [...own],
        neighbours: neighbours.get(id)?.map(({ path: _, ...near }) => near),
      };
    });
  return [...of('validation', validation), ...of('test', test)];
}

/**
 * Draws a map of the backbone's features of training and test pictures, a thousand of each at most. The features are read
 * now, the map is drawn when it is asked for: only a model that is saved needs it.
 */
export async function mapOf(
  train: FeatureSet,
  test: FeatureSet,
  answers: Float32Array,
  labels: readonly string[],
): Promise<() => Promise<MapPoint[]>> {
  const size = train.shape.reduce((a, b) => a * b, 1);
  const most = Math.min(MOST_ON_MAP, Math.floor(MOST_BYTES / (4 * size)));
  const [some, tested] = [spread(train, most), spread(test, most)];
  const rows = new Float32Array((some.length + tested.length) * size);
  rows.set(await train.read(some));
  rows.set(await test.read(tested), some.length * size);
  const facts = [
    ...some.map((position) => ({ ...nameOf(train.samples[position]!, labels), split: 'train' as const })),
    ...tested.map((position) => {
      const own = answers.subarray(position * labels.length, (position + 1) * labels.length);
      const predicted = labels[own.indexOf(Math.max(...own))]!;
      return { ...nameOf(test.samples[position]!, labels), split: 'test' as const, predicted };
    }),
  ];
  return async () => {
    const places = await mapFeatures(rows, facts.length);
    return facts.map((fact, i) => ({ ...fact, x: places[2 * i]!, y: places[2 * i + 1]! }));
  };
}

function nameOf({ id, label }: FeatureSet['samples'][number], labels: readonly string[]) {
  return { id, label: labels[label]! };
}

/** All positions, or evenly spread ones: samples are in the order of their labels. */
function spread({ samples }: FeatureSet, most: number): number[] {
  const step = Math.max(1, samples.length / most);
  return Array.from({ length: Math.min(samples.length, most) }, (_, i) => Math.floor(i * step));
}
