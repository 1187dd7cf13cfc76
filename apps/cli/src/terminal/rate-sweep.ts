import type { LearningRateReport } from '@graft/core';
import asciichart from 'asciichart';
import pc from 'picocolors';
import { stretch } from './curves.js';

/** Size of the plot in characters, axis not counted. */
const WIDTH = 60;
const HEIGHT = 12;
/** Losses above this many times the first one would flatten the rest of the curve. */
const TALLEST = 1.5;

/** The loss over the learning rate, and what to train with. */
export function sweepText({ rates, losses, suggestion, exploded }: LearningRateReport): string {
  const curve = stretch(
    losses.map((loss) => Math.min(loss, TALLEST * losses[0]!)),
    WIDTH,
  );
  if (curve.length === 0) return 'The loss was no number at the very first step; start lower.';
  const plot = asciichart.plot([curve], { height: HEIGHT, format: (value) => value.toFixed(2).padStart(7) });
  const [left, right] = [rate(rates[0]!), rate(rates.at(-1)!)];
  const axis = `${' '.repeat(9)}${left}${' '.repeat(Math.max(1, WIDTH - left.length - right.length))}${right}`;
  const lines = [
    `Smoothed loss over the learning rate, ${rates.length} steps${exploded ? ', until it exploded' : ''}`,
    plot.replace(/ +$/gm, ''),
    axis,
    '',
    suggestion
      ? `Suggestion: ${pc.bold(`--learning-rate ${rate(suggestion.valley)}`)} (in the valley; the loss falls fastest at ${rate(suggestion.steepest)})`
      : 'Too few steps before the loss exploded to suggest a rate; start lower.',
  ];
  return lines.join('\n');
}

/** Two digits: more would be noise. */
function rate(value: number): string {
  return value.toExponential(1);
}
