import type { ModelFacts } from './manifest.js';
import { markdownTable, percent, plain } from './markdown.js';
import { precisionSection } from './precision-section.js';

/** Labels and mistakes beyond these are left to `model.json`. */
const MOST_LABELS_IN_A_SENTENCE = 10;

/** The saved model's README.md: a Hugging Face model card that people and their tools can read. */
export function modelCard(facts: ModelFacts): string {
  return [
    frontMatter(facts),
    introduction(facts),
    intendedUse(facts),
    howToUse,
    data(facts),
    training(facts),
    precisionSection(facts),
    evaluation(facts),
    limitations(facts),
  ]
    .filter(Boolean)
    .join('\n');
}

/** Double-quoted JSON strings are YAML, whatever they hold. */
function frontMatter({ id, strategy, dataset, metrics: { test } }: ModelFacts): string {
  return `---
library_name: graft
pipeline_tag: image-classification
license: unknown
tags:
  - transfer-learning
  - ${strategy.name}
metrics:
  - accuracy
  - f1
model-index:
  - name: ${JSON.stringify(id)}
    results:
      - task:
          type: image-classification
        dataset:
          name: ${JSON.stringify(dataset.name)}
          type: ${JSON.stringify(dataset.name)}
          split: test
        metrics:
          - type: accuracy
            value: ${test.accuracy}
          - type: f1
            name: macro F1
            value: ${test.macroF1}
---
`;
}

function introduction({ dataset, labels, strategy, backbone, createdAt }: ModelFacts): string {
  return `# ${plain(dataset.name)}: ${labels.length} labels

Tells ${listed(labels)} apart. Made by ${words(strategy.name)} from ${plain(backbone.name)} on ${createdAt.slice(0, 10)}.
`;
}

function intendedUse({ labels }: ModelFacts): string {
  return `## Intended use

Labelling pictures that resemble its training pictures and show one of its ${labels.length} labels. Where a wrong label can
harm somebody, let a person decide.
`;
}

const howToUse = `## How to use

On the command line:

\`\`\`sh
graft predict FOLDER picture.jpg
\`\`\`

In TypeScript:

\`\`\`ts
import { loadModel } from '@graft/core/predict';

const model = await loadModel('FOLDER');
const [labels] = await model.predict(['picture.jpg'], { topK: 3 });
\`\`\`
`;

function data({ dataset: { name, counts, hash, seed } }: ModelFacts): string {
  return `## Data

${plain(name)}: ${counts.train} pictures to learn from, ${counts.validation} to choose by, ${counts.test} to test on.
Split seed ${seed}, content hash \`${hash}\`.
`;
}

function training({ strategy, backbone, prefix, preprocessing, head, recipe, ...facts }: ModelFacts): string {
  const { history, seconds, versions, labels } = facts;
  const layers = [
    head.featureLayers ? `${head.pooling} of ${head.featureLayers.join(' and ')}` : head.pooling,
    ...head.dense.map(({ units }) => `dense ${units}`),
    `softmax ${labels.length}`,
  ];
  const [height, width] = preprocessing.inputSize;
  return `## Training

${markdownTable(
  ['', ''],
  [
    ['Strategy', words(strategy.name) + (strategy.from ? ` from layer ${strategy.from}` : '')],
    ['Backbone', `${backbone.name}, weights: ${backbone.weightsSource}`],
    ...(facts.startedFrom ? [['Went on from', `model ${facts.startedFrom.model}`]] : []),
    ['Frozen up to', `${prefix.lastLayer}, output ${prefix.featureShape.join(' x ')}`],
    ['Input', `${height} x ${width} pixels, ${preprocessing.resize}, ${preprocessing.scaling.mode} scaling`],
    ['Head', `${layers.join(', ')}; dropout ${head.dropout}`],
    ['Epochs', String(history.length)],
    ['Batch size, learning rate, seed', [recipe.batchSize, recipe.learningRate, recipe.seed].join(', ')],
    [
      'Time',
      `${seconds.total.toFixed(1)} s: features ${seconds.features.toFixed(1)} s, training ${seconds.training.toFixed(1)} s`,
    ],
    ['Software', `Graft ${versions.graft}, Node ${versions.node}, ${versions.engine}`],
  ],
)}`;
}

/** Only where something was rounded. */
function evaluation({ metrics: { test, baselines }, calibration }: ModelFacts): string {
  return `## Evaluation

On ${test.count} test pictures that played no part in training:

${markdownTable(
  ['Measure', 'Value'],
  [
    [
      'Accuracy',
      `${percent(test.accuracy)} (95% interval ${percent(test.interval[0])} to ${percent(test.interval[1])})`,
    ],
    ['Macro F1', percent(test.macroF1)],
    ['Log loss', `${test.logLoss.toFixed(3)} nats`],
    ...(calibration
      ? [
          [
            'Expected calibration error, before and after temperature scaling',
            `${percent(calibration.before.expectedCalibrationError)}, ${percent(calibration.after.expectedCalibrationError)} (temperature ${calibration.temperature.toFixed(2)}, fitted on ${calibration.samples} validation pictures)`,
          ],
        ]
      : []),
    ['Baseline: always the most frequent label', percent(baselines.majority)],
    ['Baseline: label of the most similar training picture', percent(baselines.nearestNeighbour)],
  ],
)}
${markdownTable(
  ['Label', 'Precision', 'Recall', 'F1', 'Pictures'],
  test.perClass.map(({ label, precision, recall, f1, support }) => [
    label,
    percent(precision),
    percent(recall),
    percent(f1),
    String(support),
  ]),
)}`;
}

function limitations({
  labels,
  backbone,
  calibration,
  abstention,
  metrics: { test, baselines },
}: ModelFacts): string {
  const points = [
    `It answers with one of its ${labels.length} labels for every picture, also for one that shows none of them${
      abstention ? ', unless it is asked to abstain' : ''
    }.`,
    `The numbers above hold for pictures like the test pictures; other cameras, places or styles may do worse.`,
    `What ${backbone.name} learned badly from its own training data carries over.`,
    calibration
      ? 'Its probabilities are calibrated for pictures like the validation pictures only.'
      : 'Its probabilities have not been calibrated: 90% does not mean right nine times out of ten.',
    'The licences of the backbone weights and of the data apply to it.',
  ];
  const weakest = test.perClass.filter(({ support }) => support > 0).sort((a, b) => a.recall - b.recall)[0];
  if (weakest && weakest.recall < 1) {
    points.push(
      `It finds "${weakest.label}" least often: ${percent(weakest.recall)} of ${weakest.support} test pictures.`,
    );
  }
  if (test.interval[0] <= baselines.nearestNeighbour) {
    points.push(
      'The test is too small to show that it does better than copying the label of the most similar training picture.',
    );
  }
  return `## Limitations

${points.map((point) => `- ${plain(point)}`).join('\n')}
`;
}

function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, MOST_LABELS_IN_A_SENTENCE).map(plain).join(', ');
  const more = labels.length - MOST_LABELS_IN_A_SENTENCE;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function words(strategy: ModelFacts['strategy']['name']): string {
  return strategy === 'fine-tuning' ? 'fine-tuning' : 'feature extraction';
}
