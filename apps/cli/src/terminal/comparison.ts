import type { LearningCurvePoint, TrainReport } from '@graft/core';
import { duration, percent } from './format.js';

type Compared = Pick<TrainReport, 'strategy' | 'test' | 'seconds'>;

/**
 * Which of two strategies to take: the more accurate one where the other lies below its interval, else the one that costs
 * less, since the test pictures cannot tell them apart.
 */
export function recommended(runs: readonly Compared[]): string {
  const [best, other] = [...runs].sort((a, b) => b.test.accuracy - a.test.accuracy);
  if (!best || !other) return '';
  const words = ({ strategy }: Compared) => strategy.replace('-', ' ');
  const [low] = best.test.interval;
  if (other.test.accuracy < low) {
    return `Take ${words(best)}: ${percent(other.test.accuracy)} of ${words(other)} lies below its interval, which starts at ${percent(low)}.`;
  }
  const cheaper = other.seconds.total < best.seconds.total ? other : best;
  const dearer = cheaper === best ? other : best;
  return `Take ${words(cheaper)}: ${best.test.count} test pictures cannot tell the two apart, and it took ${duration(cheaper.seconds.total)} in place of ${duration(dearer.seconds.total)}.`;
}

/** Accuracy by number of training pictures, one line each, and whether the curve still rises. */
export function curveText(points: readonly LearningCurvePoint[]): string {
  if (points.length < 2) return '';
  const width = String(points.at(-1)!.pictures).length;
  const lines = points.map(
    ({ pictures, accuracy, lowest, highest }) =>
      `  ${String(pictures).padStart(width)} pictures: ${percent(accuracy)}${lowest < highest ? ` (${percent(lowest).slice(0, -1)}–${percent(highest)})` : ''}`,
  );
  return ['Accuracy of a linear head on frozen features, by number of training pictures:', ...lines].join(
    '\n',
  );
}
