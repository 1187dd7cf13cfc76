import { documentPage } from './document-page.js';
import { drawChart } from './draw-chart.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';

/** One strategy's result. */
export interface ComparedRun {
  readonly strategy: string;
  readonly accuracy: number;
  readonly interval: readonly [low: number, high: number];
  /** Wall time of the whole run. */
  readonly seconds: number;
}

export interface CurvePoint {
  readonly pictures: number;
  readonly accuracy: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Comparison {
  readonly name: string;
  readonly runs: readonly ComparedRun[];
  /** Of a linear head on frozen features. */
  readonly curve: readonly CurvePoint[];
  /** Which one to take, and why. */
  readonly recommendation: string;
}

/** Both strategies and the learning curve as one page that opens from disk. */
export async function comparisonPage({ name, runs, curve, recommendation }: Comparison): Promise<string> {
  const main = html`<header>
<h1>${name}: strategies compared</h1>
<p>${recommendation}</p>
</header>
<section>
<div class="wide"><table>
<thead><tr><th>Strategy</th><th>Test accuracy</th><th>95% interval</th><th>Time</th></tr></thead>
<tbody>${runs.map(
    ({ strategy, accuracy, interval: [low, high], seconds }) =>
      html`<tr><th scope="row">${strategy}</th><td>${percent(accuracy)}</td><td>${percent(low)} to ${percent(high)}</td><td>${seconds.toFixed(1)} s</td></tr>`,
  )}</tbody>
</table></div>
</section>
<section>
<h2>Would more pictures help?</h2>
<p>Test accuracy of a linear head on frozen features that learned from a part of the training pictures; the band is from the
lowest to the highest of three draws. Where the curve still rises at its end, more pictures will help.</p>
<figure>${await learningCurveChart(curve)}</figure>
</section>`;
  return documentPage({ title: `${name}: strategies compared`, main });
}

/** Accuracy against the number of training pictures, which doubles from mark to mark. */
export function learningCurveChart(points: readonly CurvePoint[]): Promise<Html> {
  const x = {
    field: 'pictures',
    type: 'quantitative' as const,
    title: 'training pictures',
    scale: { type: 'log' as const, base: 2, nice: false },
    axis: { values: points.map(({ pictures }) => pictures), grid: false, format: 'd' },
  };
  return drawChart({
    width: 560,
    height: 260,
    description: 'Test accuracy by number of training pictures',
    data: { values: [...points] },
    layer: [
      {
        mark: { type: 'area', opacity: 0.2, color: 'var(--first)' },
        encoding: { x, y: { field: 'lowest', type: 'quantitative' }, y2: { field: 'highest' } },
      },
      {
        mark: { type: 'line', strokeWidth: 2, point: { color: 'var(--first)' }, color: 'var(--first)' },
        encoding: {
          x,
          y: {
            field: 'accuracy',
            type: 'quantitative',
            title: 'test accuracy',
            axis: { format: '.0%' },
            scale: { zero: false },
          },
        },
      },
    ],
  });
}
