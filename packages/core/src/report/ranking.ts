import { labelledProbabilities, type PredictedSample } from '../bundle/predictions-file.js';
import { oneAgainstRest } from '../evaluation/one-against-rest.js';
import { type PrecisionRecallCurve, precisionRecallCurve } from '../evaluation/precision-recall-curve.js';
import { type RocCurve, rocCurve } from '../evaluation/roc-curve.js';
import { drawChart } from './draw-chart.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';

/** More curves cannot be told apart. */
const MOST_CURVES = 6;
/** Of an axis: what is closer than this to the last point is not drawn. */
const STEP = 0.004;

interface LabelCurves {
  readonly label: string;
  readonly roc: RocCurve;
  readonly precisionRecall: PrecisionRecallCurve;
}

/** How well each label is told from all others, whatever the threshold: curves of the worst labels, areas of all. */
export async function rankingSection(
  samples: readonly PredictedSample[],
  labels: readonly string[],
): Promise<Html | undefined> {
  const curves = curvesOf(samples, labels);
  if (curves.length === 0) return undefined;
  const worst = [...curves].sort(
    (a, b) => a.precisionRecall.averagePrecision - b.precisionRecall.averagePrecision,
  );
  const shown = worst.slice(0, MOST_CURVES);
  const rows = worst.map(
    ({ label, roc, precisionRecall }) =>
      html`<tr><th scope="row">${label}</th><td>${roc.area.toFixed(4)}</td><td>${percent(precisionRecall.averagePrecision)}</td></tr>`,
  );
  return html`<section>
<h2>Thresholds</h2>
<p>A label can be given only from some probability on. Left: the part of its pictures that are found against the part of all
others that are taken for it. Right: how many of the answers are right as more of its pictures are found. ${curves.length > MOST_CURVES ? `The ${MOST_CURVES} weakest labels.` : ''}</p>
<div class="row"><figure>${await rocChart(shown)}</figure><figure>${await precisionRecallChart(shown)}</figure></div>
<div class="wide"><table>
<thead><tr><th>Label</th><th>Area under the left curve</th><th>Average precision</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>`;
}

/** One per label; with two labels one says all about the other. */
function curvesOf(all: readonly PredictedSample[], labels: readonly string[]): LabelCurves[] {
  const samples = all.filter(({ split }) => split === 'test');
  const answers = labelledProbabilities(samples, labels);
  return (labels.length === 2 ? labels.slice(1) : labels).flatMap((label) => {
    const ranked = oneAgainstRest(answers, labels.indexOf(label));
    const [roc, precisionRecall] = [rocCurve(ranked), precisionRecallCurve(ranked)];
    return roc && precisionRecall ? [{ label, roc, precisionRecall }] : [];
  });
}

function rocChart(curves: readonly LabelCurves[]): Promise<Html> {
  return curveChart(
    curves.flatMap(({ label, roc }) =>
      thinned(roc.points.map((point) => [point.falsePositiveRate, point.truePositiveRate])).map(([x, y]) => ({
        label,
        x,
        y,
      })),
    ),
    'other pictures taken for it',
    'its pictures found',
  );
}

function precisionRecallChart(curves: readonly LabelCurves[]): Promise<Html> {
  return curveChart(
    curves.flatMap(({ label, precisionRecall }) =>
      thinned(precisionRecall.points.map(({ recall, precision }) => [recall, precision])).map(([x, y]) => ({
        label,
        x,
        y,
      })),
    ),
    'its pictures found',
    'answers that are right',
  );
}

function curveChart(values: { label: string; x: number; y: number }[], x: string, y: string): Promise<Html> {
  const axis = (title: string) => ({
    type: 'quantitative' as const,
    title,
    axis: { format: '.0%', tickCount: 5 },
    scale: { domain: [0, 1] },
  });
  return drawChart({
    width: 300,
    height: 300,
    description: `${y} by ${x}`,
    data: { values },
    mark: { type: 'line', strokeWidth: 2, interpolate: 'linear' },
    encoding: {
      x: { field: 'x', ...axis(x) },
      y: { field: 'y', ...axis(y) },
      order: { field: 'x' },
      color: {
        field: 'label',
        type: 'nominal',
        sort: null,
        legend: { columns: 3 },
        scale: { scheme: 'tableau10' },
      },
    },
  });
}

/** Without the points that nobody could see: the ends stay. */
function thinned(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  points.forEach((point, i) => {
    const last = kept.at(-1);
    const moved = last && Math.max(Math.abs(point[0] - last[0]), Math.abs(point[1] - last[1]));
    if (moved === undefined || moved >= STEP || i === points.length - 1) kept.push(point);
  });
  return kept;
}
