import type { Calibration, Reliability, ReliabilityBin } from './types.js';

/** A network's answers with their labels: what calibration is fitted on. */
export interface LabelledLogits {
  /** `[labels.length, classes]`, row-major: what softmax makes probabilities of. */
  readonly logits: Float32Array;
  /** The right label of each row, in [0, classes). */
  readonly labels: ArrayLike<number>;
}

/** Answers with their labels: what calibration is measured on. */
export interface LabelledProbabilities {
  /** `[labels.length, classes]`, row-major; each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly labels: ArrayLike<number>;
}

/** Bins of equal width over [0, 1], as in Guo et al. 2017, "On Calibration of Modern Neural Networks" (ICML). */
const BINS = 15;
/** Temperatures that are searched. A head of random start on a flattened feature map has logits of hundreds. */
const LOWEST = 0.05;
const HIGHEST = 1000;

/**
 * Fits one temperature on samples that did not train the network, and measures on others what it brings.
 *
 * @param fit to fit on, at least one sample. @param test to measure on.
 */
export function calibrate(fit: LabelledLogits, test: LabelledLogits): Calibration {
  const temperature = fitTemperature(fit);
  const { logits, labels } = test;
  const at = (temperature: number) =>
    reliability({ probabilities: softmax(logits, labels.length, temperature), labels });
  return { temperature, samples: fit.labels.length, before: at(1), after: at(temperature) };
}

/**
 * How far the probability of the first answer is from the part of such answers that are right, in 15 bins of equal width
 * (lower end left out), and its mean over all samples: the expected calibration error. 0 for no samples.
 */
export function reliability({ probabilities, labels }: LabelledProbabilities): Reliability {
  const classes = probabilities.length / Math.max(1, labels.length);
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, accuracy: 0 }));
  for (let row = 0; row < labels.length; row++) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    const confidence = Math.min(1, Math.max(...own));
    const bin = bins[Math.max(0, Math.ceil(confidence * BINS) - 1)]!;
    bin.count++;
    bin.confidence += confidence;
    bin.accuracy += own.indexOf(Math.max(...own)) === labels[row] ? 1 : 0;
  }
  const filled = bins
    .filter(({ count }) => count > 0)
    .map(
      ({ count, confidence, accuracy }): ReliabilityBin => ({
        count,
        confidence: confidence / count,
        accuracy: accuracy / count,
      }),
    );
  const gaps = filled.map(({ count, confidence, accuracy }) => count * Math.abs(confidence - accuracy));
  return {
    expectedCalibrationError: gaps.reduce((a, b) => a + b, 0) / Math.max(1, labels.length),
    bins: filled,
  };
}

/**
 * The calibration error that a model of the same confidences is expected to have on as many samples although it is perfectly
 * calibrated, because some are right and some wrong by chance: what is measured below this says nothing.
 *
 * @param bins of `reliability`. @returns in [0, 1]; 0 for no samples.
 */
export function calibrationErrorByChance(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const off = bins.reduce((sum, { count, confidence }) => sum + meanDeviation(count, confidence), 0);
  return off / Math.max(1, total);
}

/** Mean of |X - np| for X of a binomial distribution (De Moivre 1730): 2 m C(n, m) p^m (1 - p)^(n - m + 1), m = ⌊np⌋ + 1. */
function meanDeviation(n: number, p: number): number {
  const m = Math.floor(n * p) + 1;
  if (p <= 0 || m > n) return 0;
  let log = Math.log(2 * m) + m * Math.log(p) + (n - m + 1) * Math.log1p(-p);
  for (let i = 1; i <= m; i++) log += Math.log((n - m + i) / i);
  return Math.exp(log);
}

/**
 * The temperature that makes the right labels most probable (Guo et al. 2017): above 1 for a network that is too sure of
 * itself, below 1 for one that is not sure enough. The logarithm has a standard normal prior, which hundreds of samples
 * with mistakes among them do not feel; where all answers are right, likelihood alone would ask for certainty.
 *
 * @returns in [0.05, 1000].
 */
export function fitTemperature({ logits, labels }: LabelledLogits): number {
  const classes = logits.length / labels.length;
  const loss = (logTemperature: number) =>
    negativeLogLikelihood(logits, labels, classes, Math.exp(-logTemperature)) + logTemperature ** 2 / 2;
  return Math.exp(goldenSection(loss, Math.log(LOWEST), Math.log(HIGHEST)));
}

/** @returns probabilities, `[rows, classes]` as the logits are, of logits divided by the temperature. */
export function softmax(logits: Float32Array, rows: number, temperature = 1): Float32Array {
  const classes = logits.length / Math.max(1, rows);
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < rows; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const highest = Math.max(...own);
    const powers = Array.from(own, (logit) => Math.exp((logit - highest) / temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    probabilities.set(
      powers.map((power) => power / sum),
      row * classes,
    );
  }
  return probabilities;
}

/** Sum over the rows, in nats, of softmax(scale * logits). */
function negativeLogLikelihood(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  scale: number,
): number {
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const highest = Math.max(...own);
    let sum = 0;
    for (const logit of own) sum += Math.exp(scale * (logit - highest));
    loss += Math.log(sum) - scale * (own[labels[row]!]! - highest);
  }
  return loss;
}

/** Minimum of a function with one valley, to about 1e-7 of its argument (Kiefer 1953). */
function goldenSection(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (b - a > 1e-7) {
    if (atLeft < atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - ratio * (b - a);
      atLeft = f(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + ratio * (b - a);
      atRight = f(right);
    }
  }
  return (a + b) / 2;
}
