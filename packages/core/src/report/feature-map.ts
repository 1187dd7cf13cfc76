import type { MapPoint } from '../bundle/map-file.js';
import { drawChart } from './draw-chart.js';
import { type Html, html } from './html.js';

/** Colours that can be told apart; labels beyond them, those with the fewest pictures, share the last. */
const MOST_COLOURS = 20;
/** Pixels, which the page makes smaller where it is narrow. */
const WIDTH = 800;
/** In units of the map, which is 2 wide at most. */
const MARGIN = 0.04;
const OTHERS = 'other labels';

/** Where pictures lie by what the backbone sees in them. */
export async function mapSection(points: readonly MapPoint[]): Promise<Html | undefined> {
  if (points.length === 0) return undefined;
  return html`<section>
<h2>Map of features</h2>
<p>Each dot is a picture; those in which the pretrained network sees alike lie close together (UMAP), while distances between
groups mean little. Faint: training pictures. Strong: test pictures. With a ring: test pictures that got the wrong label, which
is the colour of the ring.</p>
<figure>${await mapChart(points)}</figure>
</section>`;
}

function mapChart(points: readonly MapPoint[]): Promise<Html> {
  const shown = mostFrequent(points);
  const named = (label: string) => (shown.has(label) ? label : OTHERS);
  const values = points.map(({ split, label, predicted = label, x, y }) => ({
    x,
    y,
    split,
    label: named(label),
    predicted: named(predicted),
    wrong: predicted !== label,
  }));
  const domain = [...new Set(values.map(({ label }) => label))].sort(
    (a, b) => Number(a === OTHERS) - Number(b === OTHERS) || (a < b ? -1 : 1),
  );
  const scale = { domain, scheme: domain.length <= 10 ? 'tableau10' : 'tableau20' } as const;
  const [x, y] = [extent(points.map((point) => point.x)), extent(points.map((point) => point.y))];
  const axis = (field: 'x' | 'y', domain: readonly number[]) => ({
    field,
    type: 'quantitative' as const,
    axis: null,
    scale: { domain: [...domain], zero: false, nice: false },
  });
  const dots = { x: axis('x', x), y: axis('y', y) };
  const legend = { columns: 5, symbolType: 'circle', symbolOpacity: 1, labelLimit: 150 } as const;
  const color = { field: 'label', type: 'nominal' as const, scale, legend };
  return drawChart({
    width: WIDTH,
    height: Math.min(WIDTH, Math.max(WIDTH / 2, (WIDTH * (y[1] - y[0])) / (x[1] - x[0]))),
    description: 'Training and test pictures by similarity of their features, coloured by label',
    data: { values },
    layer: [
      {
        transform: [{ filter: "datum.split === 'train'" }],
        mark: { type: 'circle', size: 22, opacity: 0.35, aria: false },
        encoding: { ...dots, color },
      },
      {
        transform: [{ filter: "datum.split === 'test'" }],
        mark: { type: 'circle', size: 42, opacity: 1, stroke: 'var(--card)', strokeWidth: 0.5, aria: false },
        encoding: { ...dots, color },
      },
      {
        transform: [{ filter: 'datum.wrong' }],
        mark: {
          type: 'point',
          shape: 'circle',
          size: 130,
          strokeWidth: 2,
          filled: false,
          opacity: 1,
          aria: false,
        },
        encoding: { ...dots, color: { ...color, field: 'predicted' } },
      },
    ],
  });
}

/** With a margin, so that no dot is cut; of points on a line it is not empty. */
function extent(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low - MARGIN, high + MARGIN];
}

function mostFrequent(points: readonly MapPoint[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { label } of points) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ordered = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  return new Set(ordered.length <= MOST_COLOURS ? ordered : ordered.slice(0, MOST_COLOURS - 1));
}
