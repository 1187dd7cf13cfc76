/** A sample whose label the other samples contradict. */
export interface LabelDoubt {
  /** Of the sample among those given. */
  readonly position: number;
  /** The label that the others suggest, as an index. */
  readonly suggested: number;
  /** Out-of-sample probability of the label it has, in [0, 1]. */
  readonly probability: number;
  /** That of the suggested one. */
  readonly suggestedProbability: number;
}

/**
 * Likely label errors by confident learning (Northcutt et al. 2021, JAIR 70): a sample is doubted when another label is
 * at least as probable as that label is on average for the samples that carry it.
 *
 * @param probabilities `[labels.length, classes]`, each row by a model that did not learn from that sample.
 * @returns the most doubtful first: by the probability of the given label less that of the suggested one.
 */
export function labelDoubts(probabilities: Float32Array, labels: ArrayLike<number>): LabelDoubt[] {
  const classes = probabilities.length / Math.max(1, labels.length);
  const usual = averageConfidence(probabilities, labels, classes);
  const doubts: LabelDoubt[] = [];
  for (let position = 0; position < labels.length; position++) {
    const row = probabilities.subarray(position * classes, (position + 1) * classes);
    let suggested = -1;
    for (let c = 0; c < classes; c++) {
      if (row[c]! >= usual[c]! && (suggested < 0 || row[c]! > row[suggested]!)) suggested = c;
    }
    const given = labels[position]!;
    if (suggested < 0 || suggested === given) continue;
    doubts.push({
      position,
      suggested,
      probability: row[given]!,
      suggestedProbability: row[suggested]!,
    });
  }
  const gap = (doubt: LabelDoubt) => doubt.probability - doubt.suggestedProbability;
  return doubts.sort((a, b) => gap(a) - gap(b));
}

function averageConfidence(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): number[] {
  const sums = new Array<number>(classes).fill(0);
  const counts = new Array<number>(classes).fill(0);
  Array.from(labels).forEach((label, i) => {
    sums[label]! += probabilities[i * classes + label]!;
    counts[label]!++;
  });
  // A label that no sample carries is suggested to none.
  return sums.map((sum, c) => (counts[c] === 0 ? Number.POSITIVE_INFINITY : sum / counts[c]!));
}
