import type { Sample } from '../data/types.js';
import { AbortedError, GraftError, ImageError } from '../errors.js';
import type { OnProgress } from '../progress.js';
import type { FeatureSource } from './feature-source.js';
import { withFewerCollections } from './fewer-collections.js';
import { inOrder } from './in-order.js';

/** The features of a list of samples, ready to be read in any order. */
export interface FeatureSet {
  /** Those samples that could be decoded, in the order given. */
  readonly samples: readonly Sample[];
  /** Labels of `samples`. */
  readonly labels: Int32Array;
  readonly shape: readonly number[];
  /** Where samples are mixed with others: the others' labels, and what each sample's own label counts for, in [0, 1]. */
  readonly mixed?: { readonly labels: Int32Array; readonly shares: Float32Array };
  /** @returns rows of the samples at these positions, row-major `[positions.length, ...shape]`. */
  read(positions: readonly number[]): Promise<Float32Array>;
}

export interface FeatureSetOptions {
  /** Default `skip`: leave out samples that cannot be decoded, with a notice that names them. */
  onBadFile?: 'skip' | 'refuse';
  signal?: AbortSignal;
  onProgress?: OnProgress;
  /** Keep the rows in memory if all of them fit into this many bytes; read them from the cache otherwise. */
  memoryBytes?: number;
}

/** 64 MB: 12,000 pooled EfficientNet-Lite0 vectors; larger sets are read from disk batch by batch, so memory stays flat. */
export const DEFAULT_MEMORY_BYTES = 64e6;

/** Samples under way: enough that decoding and network never wait for each other, 10 MB of pixels at 224. */
const UNDER_WAY = 64;
/** Progress is told once for so many samples. */
const SAMPLES_PER_REPORT = 32;

/**
 * Computes the features of every sample once: reading, decoding, network and cache work side by side.
 *
 * @throws AbortedError when the signal fires; what was computed stays in the cache.
 * @throws ImageError the first sample's error under `refuse`, or when no sample at all could be decoded.
 */
export async function collectFeatures(
  source: FeatureSource,
  samples: readonly Sample[],
  { onBadFile = 'skip', signal, onProgress, memoryBytes = DEFAULT_MEMORY_BYTES }: FeatureSetOptions = {},
): Promise<FeatureSet> {
  const length = lengthOf(source);
  const fits = samples.length * length * 4 <= memoryBytes;
  const kept = fits ? rowsInMemory(length) : undefined;
  const good: Sample[] = [];
  const report = progressReporter(samples.length, onProgress);

  const rows = inOrder(samples, UNDER_WAY, async (sample) => {
    const row = await source.read(sample).catch(badSample);
    return { sample, row };
  });
  await withFewerCollections(async () => {
    for await (const { sample, row } of rows) {
      if (signal?.aborted) {
        throw new AbortedError(
          'ABORTED',
          'Stopped while computing features; those computed so far are kept.',
        );
      }
      if (!(row instanceof GraftError)) {
        good.push(sample);
        kept?.append(row);
      } else if (onBadFile === 'refuse') {
        throw row;
      } else {
        onProgress?.({ type: 'notice', level: 'warning', message: `Left out ${sample.id}: ${row.message}` });
      }
      report();
    }
  });
  if (samples.length > 0 && good.length === 0) {
    throw new ImageError(
      'IMAGE_NONE',
      `None of the ${samples.length} files could be decoded, from ${samples[0]!.id} on.`,
    );
  }
  return featureSet(source, good, kept ?? rowsOf(source, good));
}

/** Features that are computed, or looked up in the cache, whenever they are read; every sample must be readable. */
export function lazyFeatures(source: FeatureSource, samples: readonly Sample[]): FeatureSet {
  return featureSet(source, samples, rowsOf(source, samples));
}

function featureSet(
  { shape }: FeatureSource,
  samples: readonly Sample[],
  { read }: Pick<FeatureSet, 'read'>,
): FeatureSet {
  return { samples, labels: Int32Array.from(samples, ({ label }) => label), shape, read };
}

function rowsInMemory(length: number) {
  const rows: Float32Array[] = [];
  return {
    append: (row: Float32Array) => void rows.push(row),
    async read(positions: readonly number[]) {
      const packed = new Float32Array(positions.length * length);
      positions.forEach((position, i) => {
        packed.set(rows[position]!, i * length);
      });
      return packed;
    },
  };
}

function rowsOf(source: FeatureSource, samples: readonly Sample[]): Pick<FeatureSet, 'read'> {
  const length = lengthOf(source);
  return {
    async read(positions) {
      const packed = new Float32Array(positions.length * length);
      let next = 0;
      const rows = inOrder(positions, UNDER_WAY, (position) => source.read(samples[position]!));
      for await (const row of rows) packed.set(row, next++ * length);
      return packed;
    },
  };
}

function lengthOf({ shape }: FeatureSource): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** An error of the sample itself is a result; the machine's or Graft's own ends the run. */
function badSample(error: unknown): GraftError {
  if (error instanceof GraftError && error.kind === 'input') return error;
  throw error;
}

function progressReporter(total: number, onProgress?: OnProgress): () => void {
  const startedMs = performance.now();
  let done = 0;
  return () => {
    done++;
    if (done % SAMPLES_PER_REPORT !== 0 && done !== total) return;
    const perSecond = done / ((performance.now() - startedMs) / 1000);
    const secondsLeft = (total - done) / perSecond;
    onProgress?.({
      type: 'progress',
      stage: 'features',
      unit: 'images',
      done,
      total,
      perSecond,
      secondsLeft,
    });
  };
}
