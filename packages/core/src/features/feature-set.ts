import type { Sample } from '../data/types.js';
import { AbortedError, ImageError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import { type FeatureRow, type FeatureSource, NETWORK_BATCH } from './feature-source.js';

/** The features of a list of samples, ready to be read in any order. */
export interface FeatureSet {
  /** Those samples that could be decoded, in the order given. */
  readonly samples: readonly Sample[];
  /** Labels of `samples`. */
  readonly labels: Int32Array;
  readonly shape: readonly number[];
  /** @returns rows of the samples at these positions, row-major `[positions.length, ...shape]`. */
  read(positions: readonly number[]): Promise<Float32Array>;
}

export interface FeatureSetOptions {
  /** Default `skip`: leave out samples that cannot be decoded, with a notice that names them. */
  onBadFile?: 'skip' | 'refuse';
  signal?: AbortSignal;
  onProgress?: OnProgress;
  /** Keep the rows in memory while all of them fit into this many bytes; read them from the cache otherwise. */
  memoryBytes?: number;
}

/** 64 MB: 12,000 pooled EfficientNet-Lite0 vectors; larger sets are read from disk batch by batch, so memory stays flat. */
export const DEFAULT_MEMORY_BYTES = 64e6;

/**
 * Computes the features of every sample once. Each file is read ahead while the network works on the batch before it.
 *
 * @throws AbortedError when the signal fires; what was computed stays in the cache.
 * @throws ImageError the first sample's error under `refuse`, or when no sample at all could be decoded.
 */
export async function collectFeatures(
  source: FeatureSource,
  samples: readonly Sample[],
  { onBadFile = 'skip', signal, onProgress, memoryBytes = DEFAULT_MEMORY_BYTES }: FeatureSetOptions = {},
): Promise<FeatureSet> {
  const length = source.shape.reduce((a, b) => a * b, 1);
  const kept: Float32Array[] | undefined = samples.length * length * 4 <= memoryBytes ? [] : undefined;
  const good: Sample[] = [];
  const startedMs = performance.now();

  const take = (sample: Sample, row: FeatureRow) => {
    if (row instanceof Error) {
      if (onBadFile === 'refuse') throw row;
      onProgress?.({ type: 'notice', level: 'warning', message: `Left out ${sample.id}: ${row.message}` });
      return;
    }
    good.push(sample);
    kept?.push(row);
  };

  const batches = Math.ceil(samples.length / NETWORK_BATCH);
  const readBatch = (i: number) => source.read(samples.slice(i * NETWORK_BATCH, (i + 1) * NETWORK_BATCH));
  let ahead = batches > 0 ? readBatch(0) : undefined;
  for (let i = 0; i < batches; i++) {
    if (signal?.aborted) {
      await ahead?.catch(() => undefined);
      throw new AbortedError('ABORTED', 'Stopped while computing features; those computed so far are kept.');
    }
    const next = i + 1 < batches ? readBatch(i + 1) : undefined;
    next?.catch(() => undefined); // Awaited in the next turn; must not count as unhandled meanwhile.
    const rows = await ahead!;
    ahead = next;
    rows.forEach((row, j) => {
      take(samples[i * NETWORK_BATCH + j]!, row);
    });

    const done = Math.min(samples.length, (i + 1) * NETWORK_BATCH);
    const perSecond = done / ((performance.now() - startedMs) / 1000);
    onProgress?.({
      type: 'progress',
      stage: 'features',
      unit: 'images',
      done,
      total: samples.length,
      perSecond,
      secondsLeft: (samples.length - done) / perSecond,
    });
  }
  if (samples.length > 0 && good.length === 0) {
    throw new ImageError(
      'IMAGE_NONE',
      `None of the ${samples.length} files could be decoded, from ${samples[0]!.id} on.`,
    );
  }
  return featureSet(source, good, kept);
}

function featureSet(
  source: FeatureSource,
  samples: readonly Sample[],
  kept: Float32Array[] | undefined,
): FeatureSet {
  const length = source.shape.reduce((a, b) => a * b, 1);
  return {
    samples,
    labels: Int32Array.from(samples, ({ label }) => label),
    shape: source.shape,
    async read(positions) {
      const rows = kept
        ? positions.map((position) => kept[position]!)
        : await source.read(positions.map((position) => samples[position]!));
      const packed = new Float32Array(positions.length * length);
      rows.forEach((row, i) => {
        if (row instanceof Error) throw row;
        packed.set(row, i * length);
      });
      return packed;
    },
  };
}
