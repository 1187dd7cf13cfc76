import type { TargetFacts } from './target-manifest.js';

/** The README.md of a model for several labels at once or for numbers. */
export function targetCard(facts: TargetFacts): string {
  const { task, dataset, labels, backbone, strategy, createdAt, seconds, versions } = facts;
  return `---
library_name: graft
pipeline_tag: ${task === 'multi-label' ? 'image-classification' : 'image-feature-extraction'}
license: unknown
tags:
  - transfer-learning
  - ${task}
---

# ${plain(dataset.name)}: ${task}

${task === 'multi-label' ? 'Says which of these a picture shows, any number of them' : 'Gives a picture these numbers'}: ${labels.map(plain).join(', ')}.
Made by ${strategy.name === 'fine-tuning' ? 'fine-tuning' : 'feature extraction'} from ${plain(backbone.name)} (${plain(backbone.weightsSource)}) on ${createdAt.slice(0, 10)} in ${seconds.total.toFixed(1)} s by Graft ${versions.graft}.

## How to use

\`\`\`ts
import { loadTargetModel } from '@graft/core/predict';

const model = await loadTargetModel('FOLDER');
const [answer] = await model.predict(['picture.jpg']);
\`\`\`

## Data

${plain(dataset.name)}: ${dataset.counts.train} pictures to learn from, ${dataset.counts.validation} to choose by, ${dataset.counts.test} to test on.
Split seed ${dataset.seed}, content hash \`${dataset.hash}\`.

## Evaluation

On ${facts.metrics.test.count} test pictures that played no part in training:

${facts.task === 'multi-label' ? multiLabelTable(facts) : regressionTable(facts)}
The numbers hold for pictures like these; other cameras, places or styles may do worse. The licences of the backbone weights and
of the data apply to it.
`;
}

function multiLabelTable({
  metrics: { test, baselines },
}: Extract<TargetFacts, { task: 'multi-label' }>): string {
  return `Mean average precision ${percent(test.meanAveragePrecision)} (by chance ${percent(baselines.meanAveragePrecision)}), macro F1 ${percent(test.macroF1)}, every label right on ${percent(test.subsetAccuracy)} (95% interval ${percent(test.interval[0])} to ${percent(test.interval[1])}).

${table(
  ['Label', 'Threshold', 'Average precision', 'Precision', 'Recall', 'F1', 'Pictures'],
  test.perLabel.map((one) => [
    one.label,
    one.threshold.toFixed(3),
    ...[one.averagePrecision, one.precision, one.recall, one.f1].map(percent),
    String(one.support),
  ]),
)}`;
}

function regressionTable({
  metrics: { test, baselines },
}: Extract<TargetFacts, { task: 'regression' }>): string {
  const estimate = ({
    value,
    interval: [low, high],
  }: {
    value: number;
    interval: readonly [number, number];
  }) => `${number(value)} (${number(low)} to ${number(high)})`;
  return `With 95% intervals:

${table(
  ['Number', 'Mean absolute error', 'Of always the mean', 'Root mean squared error', 'R²'],
  test.perTarget.map((one, i) => [
    one.target,
    estimate(one.meanAbsoluteError),
    number(baselines.meanAbsoluteError[i]!),
    estimate(one.rootMeanSquaredError),
    estimate(one.r2),
  ]),
)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Text on one line that is nothing but text: names cannot break a table or bring HTML and links with them. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*<>|[\]]/g, '\\$&');
}
