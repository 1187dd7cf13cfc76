import { groupBy } from '../data/group-by.js';
import type { Sample } from '../data/types.js';
import { createRandom } from '../random.js';

/**
 * Ranges barely move beyond this many: on EfficientNet-Lite0, MobileNetV2 and SqueezeNet features are as near to float32 with
 * 32 pictures as with 64 (docs/decisions/0008).
 */
const CALIBRATION_SAMPLES = 32;
/** With fewer left over, the calibration's own samples take part in the comparison. */
const MIN_COMPARED = 16;

export interface PrecisionSamples {
  /** What ranges and means are read off. */
  readonly calibration: readonly Sample[];
  /** What int8 and float32 are compared on: other samples, unless there are hardly any. */
  readonly compared: readonly Sample[];
}

/** Draws training samples, the classes in turn, so that few samples have something of each. */
export function drawPrecisionSamples(
  train: readonly Sample[],
  seed: number,
  maxCompared: number,
): PrecisionSamples {
  const random = createRandom(seed, 'precision');
  const classes = [...groupBy(train, ({ label }) => label).values()].map((own) => random.shuffle(own));
  const rounds = Math.max(0, ...classes.map((own) => own.length));
  const drawn = Array.from({ length: rounds }, (_, round) =>
    classes.flatMap((own) => own[round] ?? []),
  ).flat();
  const others = drawn.slice(CALIBRATION_SAMPLES);
  return {
    calibration: drawn.slice(0, CALIBRATION_SAMPLES),
    compared: (others.length < MIN_COMPARED ? drawn : others).slice(0, maxCompared),
  };
}
