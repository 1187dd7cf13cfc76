export const model = {
  tabs: 'About this model',
  understand: 'Understand',
  predict: 'Predict',
  use: 'Use',
  version: (version: number) => `Version ${version}`,
  lead: (model: Told) =>
    `${tells(model)} · ${model.strategy === 'fine-tuning' ? 'fine-tuning' : 'feature extraction'} · ${model.backbone}`,
};

interface Told {
  readonly task: 'SINGLE_LABEL' | 'MULTI_LABEL' | 'REGRESSION';
  readonly labels: readonly string[];
  readonly targets: readonly string[];
  readonly strategy: string;
  readonly backbone: string;
}

function tells({ task, labels, targets }: Told): string {
  if (task === 'REGRESSION') return `Gives numbers: ${listed(targets)}`;
  return task === 'MULTI_LABEL' ? `Finds any of ${listed(labels)}` : `Tells ${listed(labels)} apart`;
}

const SHOWN = 5;

function listed(labels: readonly string[]): string {
  if (labels.length > SHOWN)
    return `${labels.slice(0, SHOWN - 1).join(', ')} and ${labels.length - SHOWN + 1} more`;
  return new Intl.ListFormat('en').format(labels);
}
