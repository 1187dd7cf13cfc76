import {
  type Familiarity,
  isUnknown,
  limitsFor,
  overPositions,
  type Place,
  placeOf,
  withProbabilities,
} from '../evaluation/familiarity.js';
import { fitFamiliarity } from '../evaluation/fit-familiarity.js';
import type { Abstention } from '../evaluation/types.js';
import type { FeatureSet } from '../features/feature-set.js';
import { blocksOf } from './fit.js';

/** A split with the model's answers to its samples. */
export interface Answered {
  readonly features: FeatureSet;
  /** Calibrated, `[samples, classes]`. */
  readonly probabilities: Float32Array;
}

/** Samples to set the limits by. */
export interface HeldOut extends Answered {
  /**
   * Of each sample, the fold of cross-validation that kept it out, where the model learned from them; none where it did
   * not. */
  readonly folds?: readonly number[];
}

/** Samples that are enough to know how features lie, and the most that are held at once. */
const MOST_SAMPLES = 4096;
const MOST_BYTES = 64e6;
const BLOCK = 64;
/** Part of familiar samples that `abstain` leaves known. */
const COVERAGE = 0.9;
const CURVE = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

/**
 * Learns from training samples what is familiar at the cut, which is where serving can look as well; sets the limits by
 * samples held out of that, and measures on test samples what abstaining brings.
 *
 * @param held at least one sample. @param isTrainedAbove whether layers of the backbone learn above the cut.
 */
export async function measureAbstention(
  train: FeatureSet,
  held: HeldOut,
  test: Answered,
  classes: number,
  isTrainedAbove: boolean,
): Promise<{ familiarity: Familiarity; abstention: Abstention }> {
  const familiarityOf = async (set: FeatureSet, positions: readonly number[]) =>
    fitFamiliarity(
      await pooledRows(set, positions),
      positions.map((position) => set.labels[position]!),
      classes,
      !isTrainedAbove,
    );
  const { folds } = held;
  const learnt = folds ? held.features : train;
  const familiarity = await familiarityOf(learnt, spread(learnt, [...learnt.samples.keys()]));
  const { places, answers } = folds
    ? await outOfFoldPlaces(held, folds)
    : await placesOf(familiarity, held, classes);
  const tested = await placesOf(familiarity, test, classes);
  const curve = CURVE.map((asked) => {
    const limits = limitsFor(places, answers, asked);
    const known = [...tested.places.keys()].filter(
      (i) => !isUnknown(tested.places[i]!, tested.answers[i]!, limits),
    );
    const wrong = known.filter((i) => tested.answers[i] !== test.features.labels[i]);
    return {
      asked,
      coverage: known.length / Math.max(1, tested.places.length),
      error: wrong.length / Math.max(1, known.length),
    };
  });
  return { familiarity, abstention: { ...limitsFor(places, answers, COVERAGE), curve } };

  /** Each sample as it looks to what was learned from the other folds. */
  async function outOfFoldPlaces(answered: Answered, folds: readonly number[]): Promise<Placed> {
    const { features, probabilities } = answered;
    const placed = { places: [] as Place[], answers: [] as number[] };
    for (const fold of new Set(folds)) {
      const positionsIn = (isIn: (own: number) => boolean) =>
        [...folds.keys()].filter((position) => isIn(folds[position]!));
      const others = spread(
        features,
        positionsIn((own) => own !== fold),
      );
      const familiarity = await familiarityOf(features, others);
      const own = positionsIn((own) => own === fold);
      const { places, answers } = await placesOf(familiarity, { features, probabilities }, classes, own);
      placed.places.push(...places);
      placed.answers.push(...answers);
    }
    return placed;
  }
}

/** All of these positions, or some from the whole length and, the order being by class, from every class. */
function spread({ shape }: FeatureSet, positions: readonly number[]): number[] {
  const most = Math.min(MOST_SAMPLES, Math.floor(MOST_BYTES / (4 * shape.at(-1)!)));
  const step = Math.max(1, positions.length / most);
  return Array.from({ length: Math.min(positions.length, most) }, (_, i) => positions[Math.floor(i * step)]!);
}

interface Placed {
  readonly places: Place[];
  /** Of the model. */
  readonly answers: number[];
}

async function placesOf(
  familiarity: Familiarity,
  { features: set, probabilities }: Answered,
  classes: number,
  wanted: readonly number[] = [...set.samples.keys()],
): Promise<Placed> {
  const places: Place[] = [];
  const answers: number[] = [];
  for (const block of blocksOf(wanted.length, BLOCK)) {
    const positions = block.map((i) => wanted[i]!);
    const rows = await pooledRows(set, positions);
    const size = rows.length / positions.length;
    positions.forEach((position, i) => {
      const own = probabilities.subarray(position * classes, (position + 1) * classes);
      const place = placeOf(familiarity, rows.subarray(i * size, (i + 1) * size));
      places.push(withProbabilities(place, own));
      answers.push(own.indexOf(Math.max(...own)));
    });
  }
  return { places, answers };
}

async function pooledRows(set: FeatureSet, positions: readonly number[]): Promise<Float32Array> {
  const channels = set.shape.at(-1)!;
  const rows = new Float32Array(positions.length * channels);
  for (let start = 0; start < positions.length; start += BLOCK) {
    const block = positions.slice(start, start + BLOCK);
    rows.set(overPositions(await set.read(block), block.length, channels), start * channels);
  }
  return rows;
}
