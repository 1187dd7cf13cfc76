import type { Dataset, Sample } from '../data/types.js';
import { EngineError, NetworkError } from '../errors.js';
import { collectFeatures } from '../features/feature-set.js';
import type { FeatureSource } from '../features/feature-source.js';
import type { FrozenNetwork } from '../features/frozen-network.js';
import type { OnProgress } from '../progress.js';
import { featureChange } from '../quantization/feature-change.js';
import { drawPrecisionSamples } from './calibration-samples.js';
import { crossValidatedQuality, headMeasure } from './cross-validated-quality.js';
import type { Precision, PrecisionReport } from './types.js';

/** The frozen part in one precision, and the features that come of it. */
export interface FrozenPart {
  readonly network: FrozenNetwork;
  readonly features: FeatureSource;
  readonly pooled: FeatureSource;
  /** What a saved model serves with, where it is not the network in float32. */
  readonly onnx?: Uint8Array;
}

export interface PrecisionContext {
  readonly dataset: Dataset;
  readonly seed: number;
  /** What the frozen part takes. */
  readonly inputs: FeatureSource<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Samples that float32 and int8 are compared on. A choice takes all that it may; a report costs at most so many seconds of
 * the network in float32, of which int8 is to save: VGG16 takes 12 pictures a second.
 */
const COMPARED = { least: 32, most: 256, seconds: 3 };
/** Samples that speed is measured on, each of so many times; the middle time counts. */
const TIMED = { samples: 8, rounds: 3 };
/** `auto` asks for this much more speed, below which the measurement is noise. */
const MIN_SPEED_UP = 1.1;
/** What `auto` gives up of accuracy, or of what stands for it: a tenth of a point. */
const MAX_LOSS = 0.001;

/**
 * Carries out `precision`: `int8` rounds the frozen part and measures what that changes; `auto` does so too, and keeps the
 * result only where it is faster on this machine and a linear head is as accurate on it. The part that is not used is disposed of.
 *
 * @param quantize makes the int8 part.
 * @throws what `quantize` throws, under `int8`.
 */
export async function choosePrecision(
  precision: Precision,
  float32: FrozenPart,
  quantize: (calibration: readonly Sample[]) => Promise<FrozenPart>,
  context: PrecisionContext,
): Promise<{ part: FrozenPart; report: PrecisionReport }> {
  if (precision === 'float32') return { part: float32, report: { used: 'float32' } };
  const { dataset, seed, onProgress } = context;
  onProgress?.({ type: 'stage', stage: 'features', message: 'Rounding the frozen layers to int8' });
  const samples = drawPrecisionSamples(dataset.splits.train, seed, COMPARED.most);

  const int8 = await quantize(samples.calibration).catch((error) => {
    if (precision === 'auto' && (error instanceof NetworkError || error instanceof EngineError)) return error;
    throw error;
  });
  if (int8 instanceof Error) {
    tellOfFloat32(int8.message, onProgress);
    return { part: float32, report: { used: 'float32' } };
  }

  const measured = await compare(precision, float32, int8, samples.compared, context);
  const objection = precision === 'auto' ? objectionTo(measured) : undefined;
  if (objection) {
    await int8.network.dispose();
    tellOfFloat32(objection, onProgress);
    return { part: float32, report: { used: 'float32', ...measured } };
  }
  await float32.network.dispose();
  onProgress?.({ type: 'notice', level: 'info', message: `int8 instead of float32: ${inWords(measured)}.` });
  return { part: int8, report: { used: 'int8', ...measured } };
}

/** Says that `auto` does not take int8. */
export function tellOfFloat32(why: string, onProgress: OnProgress | undefined): void {
  onProgress?.({ type: 'notice', level: 'info', message: `Staying with float32: ${why}.` });
}

type Measured = Omit<PrecisionReport, 'used'>;

async function compare(
  precision: 'int8' | 'auto',
  float32: FrozenPart,
  int8: FrozenPart,
  samples: readonly Sample[],
  { dataset, inputs, signal }: PrecisionContext,
): Promise<Measured> {
  const perSecond = precision === 'auto' ? await measureSpeed(float32, int8, inputs, samples) : undefined;
  if (perSecond && perSecond.int8 < MIN_SPEED_UP * perSecond.float32) return { perSecond };

  const startedMs = performance.now();
  await collectFeatures(float32.pooled, samples.slice(0, COMPARED.least), { signal });
  const affordable = (COMPARED.least * 1000 * COMPARED.seconds) / (performance.now() - startedMs);
  const compared = precision === 'auto' ? samples : samples.slice(0, Math.max(COMPARED.least, affordable));
  // Those of int8 stay in the cache for training; bad files are left out of both alike.
  const [right, rounded] = [
    await collectFeatures(float32.pooled, compared, { signal }),
    await collectFeatures(int8.pooled, compared, { signal }),
  ];
  const { samples: read } = right;
  const positions = [...read.keys()];
  const [expected, received] = [await right.read(positions), await rounded.read(positions)];
  const accuracy = {
    float32: await crossValidatedQuality(expected, read, dataset),
    int8: await crossValidatedQuality(received, read, dataset),
  };
  const changed = featureChange(received, expected, read.length);
  const measure = headMeasure(dataset);
  return { perSecond, change: { samples: read.length, ...changed, measure, accuracy } };
}

/** Samples per second of both networks, decoding left out, in turns so that a busy machine is busy for both. */
async function measureSpeed(
  float32: FrozenPart,
  int8: FrozenPart,
  inputs: FeatureSource<Uint8Array>,
  samples: readonly Sample[],
): Promise<{ float32: number; int8: number }> {
  const read = await Promise.allSettled(samples.slice(0, TIMED.samples).map((sample) => inputs.read(sample)));
  const rows = read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const seconds = async ({ network }: FrozenPart) => {
    const startedMs = performance.now();
    await Promise.all(rows.map((row) => network.run(row)));
    return (performance.now() - startedMs) / 1000;
  };
  const times: [number, number][] = [];
  // The first round starts threads and is not counted.
  for (let round = 0; round <= TIMED.rounds; round++)
    times.push([await seconds(float32), await seconds(int8)]);
  const middle = (of: 0 | 1) => median(times.slice(1).map((pair) => pair[of]));
  return { float32: rows.length / middle(0), int8: rows.length / middle(1) };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

/** Why `auto` does not take int8. */
function objectionTo({ perSecond, change }: Measured): string | undefined {
  const { float32, int8 } = perSecond!;
  if (!change) {
    return `int8 is ${(int8 / float32).toFixed(1)} times as fast here (${int8.toFixed(0)} against ${float32.toFixed(0)} samples a second)`;
  }
  return change.accuracy.int8 < change.accuracy.float32 - MAX_LOSS ? inWords({ change }) : undefined;
}

function inWords({ perSecond, change }: Measured): string {
  const percent = (fraction: number) => `${(100 * fraction).toFixed(1)}%`;
  const speed = perSecond && `${(perSecond.int8 / perSecond.float32).toFixed(1)} times as fast here`;
  const { samples, relativeError, cosine, measure = 'accuracy', accuracy } = change!;
  const features = `features of ${samples} training samples differ by ${percent(relativeError)} (cosine ${cosine.toFixed(4)})`;
  const heads = `cross-validated ${measure} on them ${percent(accuracy.int8)} against ${percent(accuracy.float32)}`;
  return [speed, features, heads].filter(Boolean).join('; ');
}
