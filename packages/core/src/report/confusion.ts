import type { ModelFacts } from '../bundle/manifest.js';
import { percent } from './format.js';
import { type Html, html, markup } from './html.js';

/** A matrix of more labels is too wide to read; the most confused pairs say more. */
const LARGEST_MATRIX = 30;
const MOST_PAIRS = 10;

/** Who was taken for whom. */
export function confusionSection({ labels, metrics: { test } }: ModelFacts): Html {
  const pairs = mostConfused(test.confusion);
  const list = pairs.map(
    ({ count, actual, predicted }) =>
      html`<li><b>${labels[actual]!}</b> taken for <b>${labels[predicted]!}</b>: ${count} of ${sum(test.confusion[actual]!)}</li>`,
  );
  return html`<section>
<h2>Confusions</h2>
${labels.length <= LARGEST_MATRIX ? matrix(labels, test.confusion) : undefined}
${pairs.length > 0 ? html`<h3>Most confused</h3><ol>${list}</ol>` : html`<p>Every test picture got its label.</p>`}
</section>`;
}

/** Precision, recall and F1 of every label, the lowest F1 first. */
export function perClassSection({ metrics: { test } }: ModelFacts): Html {
  const rows = [...test.perClass]
    .sort((a, b) => a.f1 - b.f1)
    .map(
      ({ label, precision, recall, f1, support }) =>
        html`<tr><th scope="row">${label}</th>${[precision, recall, f1].map(bar)}<td>${support}</td></tr>`,
    );
  return html`<section>
<h2>Labels</h2>
<p>Precision: of the pictures given this label, how many have it. Recall: of the pictures that have it, how many were found.
The weakest first.</p>
<div class="wide"><table class="bars">
<thead><tr><th>Label</th><th>Precision</th><th>Recall</th><th>F1</th><th>Test pictures</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
</section>`;
}

/** Pairs of labels by how often the first was taken for the second, most often first. */
export function mostConfused(
  confusion: readonly (readonly number[])[],
): { count: number; actual: number; predicted: number }[] {
  return confusion
    .flatMap((row, actual) => row.map((count, predicted) => ({ count, actual, predicted })))
    .filter(({ count, actual, predicted }) => count > 0 && actual !== predicted)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_PAIRS);
}

function matrix(labels: readonly string[], confusion: readonly (readonly number[])[]): Html {
  const heads = labels.map((label) => html`<th scope="col"><span>${label}</span></th>`);
  const rows = confusion.map((row, actual) => {
    const total = Math.max(1, sum(row));
    const cells = row.map((count, predicted) =>
      cell(count, count / total, actual === predicted ? 'hit' : 'miss'),
    );
    return html`<tr><th scope="row">${labels[actual]!}</th>${cells}</tr>`;
  });
  return html`<p>Rows: what the pictures show. Columns: what the model said. Shaded by the part of the row.</p>
<div class="wide"><table class="matrix">
<thead><tr><td></td>${heads}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function cell(count: number, share: number, kind: 'hit' | 'miss'): Html {
  return html`<td class="${kind}" style="--share: ${share.toFixed(3)}">${count === 0 ? markup('<i>0</i>') : count}</td>`;
}

function bar(value: number): Html {
  return html`<td><span class="bar" style="--share: ${value.toFixed(3)}"></span>${percent(value)}</td>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
