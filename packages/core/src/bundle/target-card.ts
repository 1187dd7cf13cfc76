import { markdownTable, percent, plain } from './markdown.js';
import { precisionSection } from './precision-section.js';
import type { TargetFacts } from './target-manifest.js';
import { labelRows, NUMBER_HEAD, numberRows } from './target-rows.js';

/** The README.md of a model for several labels at once or for numbers. */
export function targetCard(facts: TargetFacts): string {
  const { task, dataset, labels, backbone, strategy, createdAt, seconds, versions } = facts;
  const precision = precisionSection(facts);
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

${precision && `${precision}\n`}## Evaluation

On ${facts.metrics.test.count} test pictures that played no part in training:

${facts.task === 'multi-label' ? multiLabelTable(facts) : regressionTable(facts)}
The numbers hold for pictures like these; other cameras, places or styles may do worse. The licences of the backbone weights and
of the data apply to it.
`;
}

function multiLabelTable({ metrics }: Extract<TargetFacts, { task: 'multi-label' }>): string {
  const { test, baselines } = metrics;
  return `Mean average precision ${percent(test.meanAveragePrecision)} (by chance ${percent(baselines.meanAveragePrecision)}), macro F1 ${percent(test.macroF1)}, every label right on ${percent(test.subsetAccuracy)} (95% interval ${percent(test.interval[0])} to ${percent(test.interval[1])}).

${markdownTable(
  ['Label', 'Threshold', 'Average precision', 'Precision', 'Recall', 'F1', 'Pictures'],
  labelRows(metrics),
)}`;
}

function regressionTable({ metrics }: Extract<TargetFacts, { task: 'regression' }>): string {
  return `With 95% intervals:

${markdownTable(NUMBER_HEAD, numberRows(metrics))}`;
}
