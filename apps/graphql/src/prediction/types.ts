import type {
  AnyManifest,
  ImageError,
  LabelProbability,
  MultiLabelAnswer,
  RegressionAnswer,
} from '@graft/core';

/** What is needed to load a model: part of its row. */
export interface StoredModel {
  readonly id: string;
  readonly storage_prefix: string;
  readonly manifest: AnyManifest;
}

/** What a model says of a picture; of one label a picture, every label with its probability, most probable first. */
export type Answer =
  | { readonly task: 'single-label'; readonly labels: readonly LabelProbability[] }
  | ({ readonly task: 'multi-label' } & MultiLabelAnswer)
  | ({ readonly task: 'regression' } & RegressionAnswer);

/** Or what is wrong with the picture. */
export type PictureAnswer = Answer | ImageError;

export interface PredictionOptions {
  /** Marks pictures that resemble no label enough; default false. */
  readonly abstain?: boolean;
  /** Of test-time augmentation, as core's; default 1: none. */
  readonly views?: number;
}

/** Answers on pictures; calls that come together are computed together. */
export interface Predictor {
  /**
   * @returns one answer per picture, in order.
   * @throws OptionError when the model cannot abstain, or for another number of views than a whole one from 1 to 64.
   */
  predict(
    model: StoredModel,
    pictures: readonly Uint8Array[],
    options?: PredictionOptions,
  ): Promise<PictureAnswer[]>;
  /** Draws where in a picture the model sees a label. @returns WebP. Throws as core's `occlusionMap`. */
  explain(model: StoredModel, picture: Uint8Array, label: string): Promise<Uint8Array>;
  dispose(): Promise<void>;
}
