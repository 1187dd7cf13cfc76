import type { ModelFacts } from '../bundle/manifest.js';
import { seconds } from './format.js';
import { type Html, html } from './html.js';

/** More labels than this are left to `model.json`. */
const MOST_LABELS = 60;

/** What the model learned from. */
export function dataSection({ dataset, labels }: Pick<ModelFacts, 'dataset' | 'labels'>): Html {
  const { name, counts, perClass, skipped = 0, seed, hash } = dataset;
  const row = (label: string, of: { train: number; validation: number; test: number }) =>
    html`<tr><th scope="row">${label}</th><td>${of.train}</td><td>${of.validation}</td><td>${of.test}</td></tr>`;
  return html`<section>
<h2>Data</h2>
<p>${name}, split seed ${seed}. ${skipped > 0 ? `${skipped} files could not be used and were left out.` : 'Every file could be used.'}</p>
<div class="wide"><table>
<thead><tr><th>Label</th><th>Training</th><th>Validation</th><th>Test</th></tr></thead>
<tbody>${(perClass ?? []).slice(0, MOST_LABELS).map((of, i) => row(labels[i]!, of))}</tbody>
<tfoot>${row('all', counts)}</tfoot>
</table></div>
<p><small>Content hash <code>${hash}</code></small></p>
</section>`;
}

type HowMade = Pick<
  ModelFacts,
  'recipe' | 'backbone' | 'prefix' | 'startedFrom' | 'seconds' | 'versions' | 'id' | 'createdAt'
>;

/** How it was made, every option with its value. */
export function recipeSection({
  recipe,
  backbone,
  prefix,
  startedFrom,
  seconds: took,
  versions,
  id,
  createdAt,
}: HowMade): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${id}, ${createdAt}`],
    ['Backbone', `${backbone.name}, ${backbone.inputSize} pixels, weights: ${backbone.weightsSource}`],
    ...(startedFrom ? [['Went on from', `model ${startedFrom.model}`] as const] : []),
    ['Frozen up to', `${prefix.lastLayer}, output ${prefix.featureShape.join(' x ')}`],
    [
      'Time',
      `${seconds(took.total)}: features ${seconds(took.features)}, training ${seconds(took.training)}`,
    ],
    ['Software', `Graft ${versions.graft}, Node ${versions.node}, ${versions.engine}`],
    ...Object.entries(recipe)
      .filter(([name]) => name !== 'backbone')
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  ];
  return html`<section>
<h2>Recipe</h2>
<div class="wide"><table class="recipe"><tbody>
${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
</tbody></table></div>
</section>`;
}
