import { changeset, parse, truthy, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

/** As in a model's report.html: colours are the page's own variables, so that one drawing suits light and dark. */
const CONFIG: TopLevelSpec['config'] = {
  background: 'transparent',
  // The chart has one name; its numbers stand beside it.
  aria: false,
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

/** Draws into an element. The page's policy forbids code made from text: expressions are interpreted instead. */
export async function openView(element: HTMLElement, spec: TopLevelSpec): Promise<View> {
  const { spec: compiled } = compile({
    // Again with other data: their labels may be wider.
    autosize: { type: 'fit', contains: 'padding', resize: true },
    ...spec,
    config: CONFIG,
  } as TopLevelSpec);
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'svg',
  } as ConstructorParameters<typeof View>[1]);
  return view.initialize(element).runAsync();
}

/** Brings `table` from rows that were drawn to others. */
export function showRows(view: View, drawn: readonly object[], rows: readonly object[]): void {
  const added = rows.length - drawn.length;
  const grows = added >= 0 && drawn.every((row, i) => row === rows[i]);
  const changes = grows
    ? changeset().insert(rows.slice(drawn.length))
    : changeset()
        .remove(truthy)
        .insert([...rows]);
  view.change('table', changes).runAsync();
}
