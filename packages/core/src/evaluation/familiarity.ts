/** How the features of training samples lie, class by class: what tells a sample that belongs to none. */
export interface Familiarity {
  /** Class means divided by their lengths, `[classes, featureSize]`. */
  readonly means: Float32Array;
  /**
   * What tells classes apart by these features. Left out where layers above them were fine-tuned: there the model's own
   * probabilities know better which samples lie between classes.
   */
  readonly discriminants?: Discriminants;
}

/** Linear discriminants of the classes, see `fitFamiliarity`. */
export interface Discriminants {
  /** `[classes, featureSize]`. */
  readonly directions: Float32Array;
  /** `[classes]`. */
  readonly offsets: Float32Array;
}

/** Where one sample lies. */
export interface Place {
  /** Distance to the nearest class mean: 1 less the cosine, in [0, 2]. */
  readonly distance: number;
  /**
   * Of each class, minus half the squared Mahalanobis distance to its mean, up to what is the same for all classes; without
   * discriminants the logarithm of its probability.
   */
  readonly closeness: Float64Array;
}

/** Limits beyond which a sample is unknown. */
export interface Limits {
  /** Farther than this from every class mean. */
  readonly distance: number;
  /** Less than this nearer to the class of the answer than to every other, see `margin`. */
  readonly margin: number;
}

/** Of the samples that may be called unknown, the part that is so for lying far from everything; the others lie between classes. */
const FAR_PART = 0.1;

/** Smallest normal float32: a probability that underflowed to 0 still has a logarithm. */
const TINY = 2 ** -126;

/** @param row `[featureSize]`. @returns with an empty `closeness` where there are no discriminants, see `withProbabilities`. */
export function placeOf({ means, discriminants }: Familiarity, row: Float32Array): Place {
  const classes = means.length / row.length;
  const closeness = Float64Array.from(discriminants?.offsets ?? []);
  let length = 0;
  for (const value of row) length += value * value;
  length = Math.max(1e-12, Math.sqrt(length));
  let cosine = -1;
  for (let c = 0; c < classes; c++) {
    const first = c * row.length;
    let product = 0;
    for (let i = 0; i < row.length; i++) product += row[i]! * means[first + i]!;
    cosine = Math.max(cosine, product / length);
    if (!discriminants) continue;
    for (let i = 0; i < row.length; i++) closeness[c]! += row[i]! * discriminants.directions[first + i]!;
  }
  return { distance: 1 - cosine, closeness };
}

/** @param probabilities the model's answer, `[classes]`. @returns the place, its `closeness` filled where it was empty. */
export function withProbabilities({ distance, closeness }: Place, probabilities: Float32Array): Place {
  if (closeness.length > 0) return { distance, closeness };
  return { distance, closeness: Float64Array.from(probabilities, (p) => Math.log(Math.max(TINY, p))) };
}

/** How much nearer the sample is to the class of the answer than to the nearest other; negative: another one is nearer. */
export function margin({ closeness }: Place, answer: number): number {
  let other = Number.NEGATIVE_INFINITY;
  closeness.forEach((score, c) => {
    if (c !== answer) other = Math.max(other, score);
  });
  return closeness[answer]! - other;
}

export function isUnknown(place: Place, answer: number, limits: Limits): boolean {
  return place.distance > limits.distance || margin(place, answer) < limits.margin;
}

/**
 * Limits that leave about this part of samples like the given ones known.
 *
 * @param places of samples that the familiarity was not fitted on, at least one. @param answers of the model, by sample.
 * @param coverage in (0, 1].
 */
export function limitsFor(places: readonly Place[], answers: ArrayLike<number>, coverage: number): Limits {
  if (coverage === 1) return { distance: Number.MAX_VALUE, margin: -Number.MAX_VALUE };
  const left = 1 - coverage;
  const distances = places.map(({ distance }) => distance);
  const margins = places.map((place, i) => margin(place, answers[i]!));
  return {
    distance: quantile(distances, 1 - FAR_PART * left),
    margin: quantile(margins, (1 - FAR_PART) * left),
  };
}

/**
 * A map of features as one vector: its mean over positions, the last axis being channels.
 *
 * @param features `[rows, ...shape]`. @returns `[rows, channels]`; the same memory where there is nothing to do.
 */
export function overPositions(features: Float32Array, rows: number, channels: number): Float32Array {
  const positions = features.length / (rows * channels);
  if (positions === 1) return features;
  const means = new Float32Array(rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < positions * channels; i++) {
      means[row * channels + (i % channels)]! += features[row * positions * channels + i]! / positions;
    }
  }
  return means;
}

/** Linear interpolation between order statistics, as numpy's default. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
