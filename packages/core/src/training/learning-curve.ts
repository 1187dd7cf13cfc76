import { AbortedError } from '../errors.js';
import type { FeatureSet } from '../features/feature-set.js';
import { createRandom } from '../random.js';
import { fitLinearHead, type LinearHead } from './fit-linear-head.js';
import { prepareRun } from './prepare-run.js';
import { featureExtraction } from './strategies.js';
import type { TrainOptions } from './types.js';

/** What a head reaches that learned from some of the training pictures. */
export interface LearningCurvePoint {
  /** Training pictures that it learned from. */
  readonly pictures: number;
  /** On the test pictures, in [0, 1]: mean, lowest and highest over draws of that many. */
  readonly accuracy: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface LearningCurveOptions
  extends Pick<
    TrainOptions,
    'dataset' | 'backbone' | 'resize' | 'onBadFile' | 'featureCache' | 'signal' | 'onProgress'
  > {
  /** Of the draws; default 42. */
  readonly seed?: number;
}

/** Parts of the training pictures, and how often each is drawn; all of them can be drawn once. */
const PARTS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
const DRAWS = 3;
/** As L-BFGS tries them in `train`: the first that makes the validation loss worse ends the search. */
const PENALTIES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
/** Fewer of a label tell nothing. */
const FEWEST_PER_LABEL = 2;

/**
 * Accuracy against the number of training pictures: whether more of them would help. A linear head is solved for on growing
 * parts of the training split, each drawn label by label and within the next larger one; features are computed once, or
 * come from the cache.
 *
 *     const points = await learningCurve({ dataset });
 *
 * @throws as `train`.
 */
export async function learningCurve(options: LearningCurveOptions): Promise<LearningCurvePoint[]> {
  const { dataset, seed = 42, signal, onProgress } = options;
  const prepared = await prepareRun({ ...options, strategy: featureExtraction(), optimizer: 'lbfgs' });
  try {
    const classes = dataset.labels.length;
    const { train, validation, test } = prepared.sets;
    const [rows, held, tested] = [
      await rowsOf(train.features),
      await rowsOf(validation.features),
      await rowsOf(test.features),
    ];
    onProgress?.({
      type: 'stage',
      stage: 'training',
      message: 'Learning from parts of the training pictures',
    });
    const points: LearningCurvePoint[] = [];
    for (const part of PARTS) {
      const pictures = Math.round(part * rows.labels.length);
      if (pictures < FEWEST_PER_LABEL * classes) continue;
      const accuracies: number[] = [];
      for (let draw = 0; draw < (part === 1 ? 1 : DRAWS); draw++) {
        if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while drawing the learning curve.');
        const some = rowsAt(rows, drawnOrder(rows.labels, seed, draw).slice(0, pictures));
        accuracies.push(measured(await bestHead(some, held, classes, signal), tested, classes).accuracy);
      }
      points.push({
        pictures,
        accuracy: accuracies.reduce((a, b) => a + b, 0) / accuracies.length,
        lowest: Math.min(...accuracies),
        highest: Math.max(...accuracies),
      });
    }
    return points;
  } finally {
    prepared.pipeline.dispose();
    await prepared.closeCache();
  }
}

interface Rows {
  /** `[labels.length, length]`, row-major. */
  readonly features: Float32Array;
  readonly labels: Int32Array;
  readonly length: number;
}

async function rowsOf(set: FeatureSet): Promise<Rows> {
  const length = set.shape.reduce((a, b) => a * b, 1);
  return { features: await set.read([...set.samples.keys()]), labels: set.labels, length };
}

function rowsAt({ features, labels, length }: Rows, positions: readonly number[]): Rows {
  const some = new Float32Array(positions.length * length);
  positions.forEach((position, i) => {
    some.set(features.subarray(position * length, (position + 1) * length), i * length);
  });
  return { features: some, labels: Int32Array.from(positions, (position) => labels[position]!), length };
}

/** Positions in an order whose every start has the labels in about their shares. */
function drawnOrder(labels: Int32Array, seed: number, draw: number): number[] {
  const shuffled = createRandom(seed, 'learning-curve', draw).shuffle([...labels.keys()]);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const seen = new Map<number, number>();
  const place = shuffled.map((position) => {
    const label = labels[position]!;
    const turn = seen.get(label) ?? 0;
    seen.set(label, turn + 1);
    return { position, at: (turn + 0.5) / counts.get(label)! };
  });
  return place.sort((a, b) => a.at - b.at).map(({ position }) => position);
}

/** With the penalty of the lowest validation loss; without validation samples scikit-learn's default. */
async function bestHead(rows: Rows, held: Rows, classes: number, signal?: AbortSignal): Promise<LinearHead> {
  const fit = (l2: number, start?: LinearHead) =>
    fitLinearHead(rows.features, rows.labels, classes, { l2, start, signal });
  if (held.labels.length === 0) return fit(1 / (2 * rows.labels.length));
  let best: { head: LinearHead; loss: number } | undefined;
  let head: LinearHead | undefined;
  for (const l2 of PENALTIES) {
    head = await fit(l2, head);
    const { loss } = measured(head, held, classes);
    if (best && !(loss < best.loss)) break;
    best = { head, loss };
  }
  return best!.head;
}

/** Accuracy and mean cross-entropy in nats. */
function measured({ kernel, bias }: LinearHead, { features, labels, length }: Rows, classes: number) {
  let right = 0;
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const logits = Float64Array.from(bias);
    for (let i = 0; i < length; i++) {
      const value = features[row * length + i]!;
      for (let c = 0; c < classes; c++) logits[c]! += value * kernel[i * classes + c]!;
    }
    const highest = Math.max(...logits);
    const own = logits[labels[row]!]!;
    if (own === highest) right++;
    loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0)) + highest - own;
  }
  return { accuracy: right / labels.length, loss: loss / labels.length };
}
