import type { EpochRecord } from '@graft/core';
import asciichart from 'asciichart';
import pc from 'picocolors';

/** Size of a plot in characters, axis not counted. */
const WIDTH = 60;
const HEIGHT = 8;

/**
 * Loss and accuracy over the epochs, the warm-up's in front. Colours tell training from validation; without colours only
 * the validation curves are drawn.
 *
 * @returns text of several lines, empty when there are fewer than two epochs.
 */
export function learningCurves(history: readonly EpochRecord[], colours = pc.isColorSupported): string {
  if (history.length < 2) return '';
  const loss = plotPair(
    'Loss',
    history,
    (e) => e.loss,
    (e) => e.validationLoss,
    colours,
  );
  const accuracy = plotPair(
    'Accuracy',
    history,
    (e) => e.accuracy,
    (e) => e.validationAccuracy,
    colours,
  );
  return `${loss}\n\n${accuracy}`;
}

function plotPair(
  title: string,
  history: readonly EpochRecord[],
  training: (epoch: EpochRecord) => number,
  validation: (epoch: EpochRecord) => number,
  colours: boolean,
): string {
  const curve = (of: (epoch: EpochRecord) => number) =>
    stretch(history.map(of).filter(Number.isFinite), WIDTH);
  const validationCurve = curve(validation);
  if (validationCurve.length === 0) return `${title}: no finite numbers to draw`;
  const series = colours ? [curve(training), validationCurve].filter((s) => s.length > 0) : [validationCurve];
  const names = colours ? `${pc.cyan('training')}, ${pc.yellow('validation')}` : 'validation';
  const plot = asciichart.plot(series, {
    height: HEIGHT,
    colors: colours ? [asciichart.cyan, asciichart.yellow] : [],
    format: (value) => value.toFixed(2).padStart(7),
  });
  const steps = history.every(({ l2 }) => l2 !== undefined) ? 'L2 penalties, from strong to weak' : 'epochs';
  return `${title} over ${history.length} ${steps} (${names})\n${plot.replace(/ +$/gm, '')}`;
}

/** The curve with `width` points, linear between the given ones. */
export function stretch(values: readonly number[], width: number): number[] {
  if (values.length === 0) return [];
  return Array.from({ length: width }, (_, column) => {
    const position = (column / (width - 1)) * (values.length - 1);
    const left = Math.min(Math.floor(position), values.length - 1);
    const right = Math.min(left + 1, values.length - 1);
    return values[left]! + (values[right]! - values[left]!) * (position - left);
  });
}
