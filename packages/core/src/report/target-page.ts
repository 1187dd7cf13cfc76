import type { TargetFacts } from '../bundle/target-manifest.js';
import { dataSection, recipeSection } from './facts.js';
import { percent } from './format.js';
import { type Html, html, markup } from './html.js';
import { STYLE } from './style.js';

/** As of `reportPage`. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const MOST_ERRORS = 10;

/** The run of a model for several labels at once or for numbers as one page that opens from disk. */
export async function targetPage(facts: TargetFacts): Promise<string> {
  const { dataset, task, strategy, backbone, metrics } = facts;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${markup(POLICY)}">
<title>${dataset.name}: ${task}</title>
<style>${markup(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${dataset.name}: ${task}</h1>
<p>${strategy.name === 'fine-tuning' ? 'Fine-tuning' : 'Feature extraction'} from ${backbone.name}, tested on ${metrics.test.count} pictures that played no part in training.</p>
</header>
${facts.task === 'multi-label' ? labelsSection(facts) : numbersSection(facts)}
${dataSection(facts)}
${recipeSection(facts)}
</main>
</body>
</html>
`;
  return page.html;
}

function labelsSection({
  metrics: { test, baselines },
}: Extract<TargetFacts, { task: 'multi-label' }>): Html {
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
  test.perLabel.map((one) => [
    one.label,
    one.threshold.toFixed(3),
    ...[one.averagePrecision, one.precision, one.recall, one.f1].map(percent),
    String(one.support),
  ]),
)}
</section>`;
}

function numbersSection({
  metrics: { test, baselines },
}: Extract<TargetFacts, { task: 'regression' }>): Html {
  const estimate = ({
    value,
    interval: [low, high],
  }: {
    value: number;
    interval: readonly [number, number];
  }) => `${number(value)} (${number(low)} to ${number(high)})`;
  return html`<section>
<h2>Errors, with 95% intervals</h2>
${table(
  ['Number', 'Mean absolute error', 'Of always the mean', 'Root mean squared error', 'R²'],
  test.perTarget.map((one, i) => [
    one.target,
    estimate(one.meanAbsoluteError),
    number(baselines.meanAbsoluteError[i]!),
    estimate(one.rootMeanSquaredError),
    estimate(one.r2),
  ]),
)}
<h2>Largest errors</h2>
${table(
  ['Picture', 'Number', 'Is', 'Said'],
  test.largestErrors
    .slice(0, MOST_ERRORS)
    .map(({ id, target, actual, predicted }) => [id, target, number(actual), number(predicted)]),
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

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
