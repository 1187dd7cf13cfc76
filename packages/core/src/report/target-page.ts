import type { TargetFacts } from '../bundle/target-manifest.js';
import { labelRows, NUMBER_HEAD, numberRows, rounded } from '../bundle/target-rows.js';
import { documentPage } from './document-page.js';
import { dataSection, recipeSection } from './facts.js';
import { percent } from './format.js';
import { type Html, html } from './html.js';

const MOST_ERRORS = 10;

/** The run of a model for several labels at once or for numbers as one page that opens from disk. */
export async function targetPage(facts: TargetFacts): Promise<string> {
  const { dataset, task, strategy, backbone, metrics } = facts;
  const main = html`<header>
<h1>${dataset.name}: ${task}</h1>
<p>${strategy.name === 'fine-tuning' ? 'Fine-tuning' : 'Feature extraction'} from ${backbone.name}, tested on ${metrics.test.count} pictures that played no part in training.</p>
</header>
${facts.task === 'multi-label' ? labelsSection(facts) : numbersSection(facts)}
${dataSection(facts)}
${recipeSection(facts)}`;
  return documentPage({ title: `${dataset.name}: ${task}`, main });
}

function labelsSection({ metrics }: Extract<TargetFacts, { task: 'multi-label' }>): Html {
  const { test, baselines } = metrics;
  const [low, high] = test.interval;
  return html`<section>
<div class="tiles">
${tile('Mean average precision', percent(test.meanAveragePrecision), `by chance ${percent(baselines.meanAveragePrecision)}`)}
${tile('Every label right', percent(test.subsetAccuracy), `95% interval ${percent(low)} to ${percent(high)}`)}
${tile('Macro F1', percent(test.macroF1), `micro F1 ${percent(test.microF1)}`)}
</div>
<h2>Label by label</h2>
${table(
  ['Label', 'Threshold', 'Average precision', 'Precision', 'Recall', 'F1', 'Test pictures'],
  labelRows(metrics),
)}
</section>`;
}

function numbersSection({ metrics }: Extract<TargetFacts, { task: 'regression' }>): Html {
  return html`<section>
<h2>Errors, with 95% intervals</h2>
${table(NUMBER_HEAD, numberRows(metrics))}
<h2>Largest errors</h2>
${table(
  ['Picture', 'Number', 'Is', 'Said'],
  metrics.test.largestErrors
    .slice(0, MOST_ERRORS)
    .map(({ id, target, actual, predicted }) => [id, target, rounded(actual), rounded(predicted)]),
)}
</section>`;
}

function tile(name: string, value: string, note: string): Html {
  return html`<div class="tile"><span>${name}</span><strong>${value}</strong><small>${note}</small></div>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="wide"><table>
<thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}
