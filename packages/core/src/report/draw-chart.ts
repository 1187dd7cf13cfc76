import type { TopLevelSpec } from 'vega-lite';
import { type Html, markup } from './html.js';

/**
 * A chart as SVG.
 *
 * Its libraries are loaded where they are needed: the two libraries take longer to load than a small model takes to
 * answer.
 */
export async function drawChart(spec: TopLevelSpec): Promise<Html> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const compiled = vegaLite.compile({ ...spec, config: CONFIG }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    return markup(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Colours are the page's own variables, so that one drawing suits light and dark. */
const CONFIG: TopLevelSpec['config'] = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--muted)',
    titleColor: 'var(--muted)',
    titleFontWeight: 'normal',
    gridColor: 'var(--line)',
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
  },
  legend: { labelColor: 'var(--muted)', title: null, orient: 'top', symbolType: 'stroke' },
};
