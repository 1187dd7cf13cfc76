import type { FeatureSet } from '../features/feature-set.js';
import type { EpochRecord, OnProgress } from '../progress.js';
import { assignHead } from './assign-head.js';
import { crossValidate, type HeadFit, withUnitMeanSquare } from './cross-validate.js';
import { evaluateSet } from './fit.js';
import { fitLinearHead } from './fit-linear-head.js';
import { prototypeHead } from './prototype-head.js';
import type { TrainableNetwork } from './trainable-network.js';
import { evaluationStep } from './training-step.js';

export interface FewPicturesOptions {
  readonly classWeights?: readonly number[];
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Below this many samples a class on average, stepwise training follows the noise. */
const FEW = 10;
/** Both for features with a mean square of 1. */
const PENALTIES = [1, 0.1, 0.01, 1e-3, 1e-4];
const SHARPNESSES = [1, 4, 16, 64];

export function hasFewPictures({ samples }: FeatureSet, classes: number): boolean {
  return samples.length < FEW * classes;
}

interface Candidate {
  readonly kind: 'nearest-prototype' | 'logistic';
  /** Penalty of a logistic head. */
  readonly l2?: number;
  readonly fit: HeadFit;
  readonly accuracy: number;
  readonly loss: number;
}

/**
 * Leaves in the head, a single dense layer, what does best in five-fold cross-validation: the nearest prototype, or
 * logistic regression with one of several penalties. By accuracy, then by cross-entropy.
 *
 * @returns one record; its validation figures are the cross-validated ones where there are no validation samples.
 * @throws AbortedError when the signal fires.
 */
export async function fitFewPictures(
  network: TrainableNetwork,
  train: FeatureSet,
  validation: FeatureSet,
  { classWeights, signal, onProgress }: FewPicturesOptions,
): Promise<readonly EpochRecord[]> {
  const startedMs = performance.now();
  const classes = network.head.outputs[0]!.shape.at(-1)!;
  const message = 'Choosing a head for few pictures by cross-validation';
  onProgress?.({ type: 'stage', stage: 'training', message });
  const { features, factor } = withUnitMeanSquare(await train.read([...train.samples.keys()]));
  const length = features.length / train.samples.length;

  const candidates: Candidate[] = [];
  const consider = async (kind: Candidate['kind'], fit: HeadFit, l2?: number) => {
    candidates.push({ kind, l2, fit, ...(await crossValidate(features, train.labels, classes, fit)) });
  };
  for (const sharpness of SHARPNESSES) {
    await consider('nearest-prototype', (rows, labels) =>
      prototypeHead(rows, labels, classes, sharpness / length),
    );
  }
  for (const l2 of PENALTIES) {
    await consider(
      'logistic',
      (rows, labels) => fitLinearHead(rows, labels, classes, { l2, classWeights, signal }),
      l2,
    );
  }
  const bestOf = (some: readonly Candidate[]) => some.reduce(better);
  const best = bestOf(candidates);
  const other = bestOf(candidates.filter(({ kind }) => kind !== best.kind));
  onProgress?.({
    type: 'notice',
    level: 'info',
    message: choice(best, other, train.samples.length, classes),
  });

  const { kernel, bias } = await best.fit(features, train.labels);
  assignHead(network, { kernel: kernel.map((value) => value * factor), bias });
  const evaluator = {
    evaluate: (batch: Parameters<typeof evaluationStep>[1]) => evaluationStep(network, batch),
  };
  const { loss, accuracy } = await evaluateSet(evaluator, train);
  const measured = validation.samples.length > 0 ? await evaluateSet(evaluator, validation) : best;
  const record: EpochRecord = {
    phase: 'training',
    epoch: 1,
    loss,
    accuracy,
    validationLoss: measured.loss,
    validationAccuracy: measured.accuracy,
    learningRate: 0,
    l2: best.l2,
    seconds: (performance.now() - startedMs) / 1000,
  };
  onProgress?.({ type: 'epoch', stage: 'training', epochs: 1, record });
  return [record];
}

function better(a: Candidate, b: Candidate): Candidate {
  if (a.accuracy !== b.accuracy) return a.accuracy > b.accuracy ? a : b;
  return b.loss < a.loss ? b : a;
}

function choice(best: Candidate, other: Candidate, samples: number, classes: number): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const name = best.l2 === undefined ? best.kind : `${best.kind} (penalty ${best.l2})`;
  return (
    `${(samples / classes).toFixed(1)} pictures a label are few: a ${name} head, right on ${percent(best.accuracy)} in ` +
    `cross-validation, was chosen over a ${other.kind} one with ${percent(other.accuracy)}.`
  );
}
