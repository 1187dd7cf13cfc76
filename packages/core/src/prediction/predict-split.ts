import type { Dataset, Decoder, Sample, Split } from '../data/types.js';
import { AbortedError, OptionError } from '../errors.js';
import type { Predictions } from '../evaluation/evaluate-predictions.js';
import type { OnProgress } from '../progress.js';

export interface EvaluateOptions {
  /** Default `test`. */
  split?: Split;
  /** Default `skip`: leave out pictures that cannot be decoded, with a notice that names them. */
  onBadFile?: 'skip' | 'refuse';
  /** As in `PredictOptions`; default 1. */
  views?: number;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** What a model must offer to be measured. */
export interface Classifier {
  readonly labels: readonly string[];
  readonly decoder: Decoder<Uint8Array>;
  /** @returns `[inputs.length, labels.length]`, row-major. */
  probabilitiesOf(inputs: readonly Uint8Array[]): Promise<Float32Array>;
}

const BATCH = 32;

/**
 * Runs a classifier over one split: what it answers about every picture that can be decoded.
 *
 * @throws OptionError `OPTION_LABELS` when the dataset has other labels than the model.
 */
export async function predictSplit(
  { labels, decoder, probabilitiesOf }: Classifier,
  dataset: Dataset,
  { split = 'test', onBadFile = 'skip', signal, onProgress }: EvaluateOptions = {},
): Promise<Predictions> {
  requireSameLabels(dataset.labels, labels);
  const all = dataset.splits[split];
  const samples: Sample[] = [];
  const probabilities = new Float32Array(all.length * labels.length);
  const startedMs = performance.now();
  for (let start = 0; start < all.length; start += BATCH) {
    if (signal?.aborted) throw new AbortedError('ABORTED', 'Stopped while evaluating.');
    const batch = all.slice(start, start + BATCH);
    const decoded = await Promise.all(
      batch.map(async (sample) => {
        try {
          return { sample, input: await decoder.decode(sample.path) };
        } catch (error) {
          if (onBadFile === 'refuse') throw error;
          const message = `Left out ${sample.id}: ${(error as Error).message}`;
          onProgress?.({ type: 'notice', level: 'warning', message });
          return undefined;
        }
      }),
    );
    const good = decoded.filter((entry) => entry !== undefined);
    if (good.length > 0) {
      const rows = await probabilitiesOf(good.map(({ input }) => input));
      probabilities.set(rows, samples.length * labels.length);
      samples.push(...good.map(({ sample }) => sample));
    }
    const done = start + batch.length;
    const perSecond = done / ((performance.now() - startedMs) / 1000);
    const secondsLeft = (all.length - done) / perSecond;
    onProgress?.({
      type: 'progress',
      stage: 'evaluation',
      unit: 'images',
      done,
      total: all.length,
      perSecond,
      secondsLeft,
    });
  }
  return { probabilities: probabilities.subarray(0, samples.length * labels.length), samples, labels };
}

function requireSameLabels(found: readonly string[], expected: readonly string[]): void {
  if (found.join('\u0000') === expected.join('\u0000')) return;
  throw new OptionError(
    'OPTION_LABELS',
    `The dataset's labels are ${found.join(', ')}; the model's are ${expected.join(', ')}. They must be the same.`,
    { details: { field: 'dataset', found, expected } },
  );
}
