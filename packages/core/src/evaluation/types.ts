/** Two-sided 95% confidence interval, both ends in [0, 1]. */
export type Interval = readonly [low: number, high: number];

export interface ClassMetrics {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Samples of this class. */
  readonly support: number;
}

/** A training sample that resembles another sample. */
export interface Neighbour {
  readonly id: string;
  readonly path: string;
  readonly label: string;
  /** Cosine of the features, in [-1, 1]. */
  readonly similarity: number;
}

/** A sample that the model got wrong, most confident first. */
export interface Mistake {
  readonly id: string;
  readonly path: string;
  readonly actual: string;
  readonly predicted: string;
  /** Probability given to the wrong label. */
  readonly probability: number;
  /** Probability given to the right label. */
  readonly actualProbability: number;
  /** The most similar training samples, most similar first; a training run looks them up. */
  readonly neighbours?: readonly Neighbour[];
}

export interface Metrics {
  /** Top-1, in [0, 1]. */
  readonly accuracy: number;
  /** Wilson score interval of the accuracy. */
  readonly interval: Interval;
  readonly count: number;
  /** Mean negative log probability of the true label, in nats. */
  readonly logLoss: number;
  readonly macroF1: number;
  readonly perClass: readonly ClassMetrics[];
  /** `confusion[actual][predicted]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly mistakes: readonly Mistake[];
}

/** What simpler rules reach on the same samples. */
export interface Baselines {
  /** Accuracy of always answering the most frequent training label. */
  readonly majority: number;
  /** Accuracy of copying the label of the training sample with the most similar features (cosine). */
  readonly nearestNeighbour: number;
}

/** Samples whose first answer had about the same probability. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean probability of the first answer, in [0, 1]. */
  readonly confidence: number;
  /** Part of the first answers that are right, in [0, 1]. */
  readonly accuracy: number;
}

export interface Reliability {
  /** Mean distance between confidence and accuracy over the samples, in [0, 1]. */
  readonly expectedCalibrationError: number;
  /** Those of 15 bins of equal width that have samples, from unsure to sure. */
  readonly bins: readonly ReliabilityBin[];
}

/** What the model's logits were divided by, and what that did for its probabilities on the test samples. */
export interface Calibration {
  readonly temperature: number;
  /** Validation samples that it was fitted on. */
  readonly samples: number;
  readonly before: Reliability;
  readonly after: Reliability;
}

/** When the model says "unknown", and what that did on the test samples. */
export interface Abstention {
  /** A sample farther than this from every class mean is unknown: 1 less the cosine of the features at the cut. */
  readonly distance: number;
  /** So is one that is not by this much nearer to the class of the answer than to another, in halves of squared Mahalanobis distances. */
  readonly margin: number;
  /** By part of samples that was to stay known on the validation samples. */
  readonly curve: readonly {
    readonly asked: number;
    /** Part of the test samples that did, in [0, 1]. */
    readonly coverage: number;
    /** Part of those that got a wrong label, in [0, 1]. */
    readonly error: number;
  }[];
}
