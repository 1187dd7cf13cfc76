export const model = {
  tabs: 'About this model',
  understand: 'Understand',
  predict: 'Predict',
  use: 'Use',
  version: (version: number) => `Version ${version}`,
  lead: (labels: readonly string[], strategy: string, backbone: string) =>
    `Tells ${listed(labels)} apart · ${strategy === 'fine-tuning' ? 'fine-tuning' : 'feature extraction'} · ${backbone}`,
};

const SHOWN = 5;

function listed(labels: readonly string[]): string {
  if (labels.length > SHOWN)
    return `${labels.slice(0, SHOWN - 1).join(', ')} and ${labels.length - SHOWN + 1} more`;
  return new Intl.ListFormat('en').format(labels);
}
