import type { Dataset, Sample, Split } from '../data/types.js';
import { labelDoubts } from '../evaluation/label-errors.js';
import { robustScale, robustScores } from '../evaluation/robust-scores.js';
import { crossValidateTargets } from './cross-validate-targets.js';
import { fitLinear, type RowLoss } from './fit-linear.js';
import { fitLinearTargets } from './fit-linear-targets.js';

/** One of several labels, or a number, that the other samples contradict. */
export interface DoubtedTarget {
  readonly id: string;
  readonly split: Split;
  /** The label, or the number's name. */
  readonly target: string;
  /** What the data says: the number, or 1 for a label that is set and 0 for one that is not. */
  readonly given: number;
  /** What a model says that did not learn from the sample: a number, or the label's probability in [0, 1]. */
  readonly expected: number;
  /** Of a number: how far off it is, in robust standard deviations of such differences; negative where it is too low. */
  readonly score?: number;
}

/** Samples in some order, and their features `[samples.length, featureSize]`. */
export interface CheckedSamples {
  readonly samples: readonly (Sample & { readonly split: Split })[];
  readonly rows: Float32Array;
}

/** Stronger than for features with right targets: a head should not learn the wrong ones by heart. */
const L2 = 1e-2;
/** Several labels a sample are several chances to be wrong by chance: what is doubted must be said with this probability. */
const SURE = 0.8;
/** Robust standard deviations: of normally distributed differences one in two million is larger. */
const FAR = 5;
/**
 * In robust standard deviations of a number: differences beyond count by their size, not its square. Of 0.5, 0.25 and 0.1 the
 * last found all of 3% planted faults, and the others predicted the fault for what resembles it.
 */
const KNEE = 0.1;

/** Targets that are probably wrong, most doubtful first, judged by linear heads that did not learn from the sample. */
export async function doubtedTargets(checked: CheckedSamples, dataset: Dataset): Promise<DoubtedTarget[]> {
  return dataset.task === 'regression'
    ? doubtedNumbers(checked, dataset.labels)
    : doubtedLabels(checked, dataset.labels);
}

async function doubtedLabels(
  { samples, rows }: CheckedSamples,
  labels: readonly string[],
): Promise<DoubtedTarget[]> {
  const given = Float32Array.from(samples.flatMap(({ targets }) => [...targets!]));
  const logits = await crossValidateTargets(rows, given, labels.length, (some, own) =>
    fitLinearTargets(some, own, labels.length, 'sigmoid', { l2: L2 }),
  );
  const doubts = labels.flatMap((target, i) => {
    const own = samples.map(({ targets }) => targets![i]!);
    const probabilities = samples.map((_, row) => 1 / (1 + Math.exp(-logits[row * labels.length + i]!)));
    const ofBoth = Float32Array.from(probabilities.flatMap((one) => [1 - one, one]));
    return labelDoubts(ofBoth, own)
      .filter(({ suggestedProbability }) => suggestedProbability >= SURE)
      .map(({ position }) => ({
        ...placeOf(samples[position]!),
        target,
        given: own[position]!,
        expected: probabilities[position]!,
      }));
  });
  return doubts.sort((a, b) => Math.abs(b.given - b.expected) - Math.abs(a.given - a.expected));
}

async function doubtedNumbers(
  { samples, rows }: CheckedSamples,
  names: readonly string[],
): Promise<DoubtedTarget[]> {
  const given = names.map((_, i) => samples.map(({ targets }) => targets![i]!));
  const scales = given.map((values) => {
    const { middle, deviation } = robustScale(values, 'nine tenths');
    return { middle, deviation: deviation || 1 };
  });
  const scaled = Float32Array.from(
    samples.flatMap(({ targets }) =>
      targets!.map((value, i) => (value - scales[i]!.middle) / scales[i]!.deviation),
    ),
  );
  const answers = await crossValidateTargets(rows, scaled, names.length, (some, own) =>
    fitLinear(some, own.length / names.length, names.length, huberLoss(own), { l2: L2 / names.length }),
  );
  const doubts = names.flatMap((target, i) => {
    const { middle, deviation } = scales[i]!;
    const expected = samples.map((_, row) => answers[row * names.length + i]! * deviation + middle);
    const off = given[i]!.map((value, row) => value - expected[row]!);
    return robustScores(off, 'nine tenths').map((score, row) => ({
      ...placeOf(samples[row]!),
      target,
      given: given[i]![row]!,
      expected: expected[row]!,
      score,
    }));
  });
  return doubts
    .filter(({ score }) => Math.abs(score) > FAR)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
}

/** Squares up to `KNEE`, then a line (Huber 1964): a number that is far out pulls no harder than others, and stays far out. */
function huberLoss(targets: Float32Array): RowLoss {
  return (values, row, share) => {
    const weight = share / values.length;
    let loss = 0;
    for (let i = 0; i < values.length; i++) {
      const off = values[i]! - targets[row * values.length + i]!;
      const near = Math.min(Math.abs(off), KNEE);
      loss += near * (2 * Math.abs(off) - near);
      values[i] = 2 * weight * near * Math.sign(off);
    }
    return weight * loss;
  };
}

function placeOf({ id, split }: CheckedSamples['samples'][number]) {
  return { id, split };
}
