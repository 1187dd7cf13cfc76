import type { Manifest } from './manifest.js';

/** The saved model's README.md: a Hugging Face model card that people and their tools can read. */
export function modelCard(manifest: Omit<Manifest, 'files'>): string {
  const { backbone, dataset, head, labels, metrics, recipe, seconds, strategy } = manifest;
  const { test, baselines } = metrics;
  const perClass = test.perClass.map(
    ({ label, precision, recall, f1, support }) =>
      `| ${cell(label)} | ${percent(precision)} | ${percent(recall)} | ${percent(f1)} | ${support} |`,
  );
  return `---
library_name: graft
pipeline_tag: image-classification
license: other
tags: [image-classification, transfer-learning, ${strategy.name}]
metrics: [accuracy]
model-index:
  - name: ${JSON.stringify(manifest.id)}
    results:
      - task: { type: image-classification }
        dataset: { name: ${JSON.stringify(dataset.name)}, type: imagefolder, split: test }
        metrics:
          - { type: accuracy, value: ${test.accuracy} }
---

# ${dataset.name}: ${labels.length} labels

Tells ${listed(labels)} apart. Made by ${strategy.name} from ${backbone.name} (${backbone.weightsSource}) on
${manifest.createdAt.slice(0, 10)}.

## Intended use

Pictures like those it was trained on. It always answers with one of its labels, also for a picture that shows none of them.

## Data

${dataset.name}, ${dataset.counts.train} pictures to learn from, ${dataset.counts.validation} to choose the epoch,
${dataset.counts.test} to test. Content hash \`${dataset.hash}\`, split seed ${dataset.seed}.

## Training

| | |
|---|---|
| Strategy | ${strategy.name}${strategy.from ? ` from ${strategy.from}` : ''} |
| Last frozen layer | ${manifest.prefix.lastLayer} |
| Input | ${backbone.inputSize} x ${backbone.inputSize} pixels, ${manifest.preprocessing.resize}, ${manifest.preprocessing.scaling.mode} scaling |
| Head | ${[head.pooling, ...head.dense.map(({ units }) => `dense ${units}`), `softmax ${labels.length}`].join(', ')}; dropout ${head.dropout} |
| Epochs | ${manifest.history.length} |
| Batch size, learning rate, seed | ${recipe.batchSize}, ${recipe.learningRate}, ${recipe.seed} |
| Time | ${seconds.total.toFixed(1)} s, of which features ${seconds.features.toFixed(1)} s, training ${seconds.training.toFixed(1)} s |
| Software | Graft ${manifest.versions.graft}, Node ${manifest.versions.node}, ${manifest.versions.engine} |

## Evaluation

Accuracy on ${test.count} test pictures: **${percent(test.accuracy)}** (95% interval ${percent(test.interval[0])} to ${percent(test.interval[1])}).
Always answering the most frequent label: ${percent(baselines.majority)}. Copying the most similar training picture:
${percent(baselines.nearestNeighbour)}. Macro F1 ${percent(test.macroF1)}, log loss ${test.logLoss.toFixed(3)}.

| Label | Precision | Recall | F1 | Pictures |
|---|---|---|---|---|
${perClass.join('\n')}

## Limitations

The backbone's own biases carry over, and ${test.count} test pictures leave the interval above. Probabilities have not been
calibrated.

## How to use

    graft predict FOLDER picture.jpg

    import { loadModel } from '@graft/core/predict';

    const model = await loadModel('FOLDER');
    const [labels] = await model.predict(['picture.jpg'], { topK: 3 });
`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}

function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, 10).join(', ');
  return labels.length > 10 ? `${shown} and ${labels.length - 10} more` : shown;
}

/** A label cannot break the table it stands in. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
