import type { ImageError, LabelProbability } from '@graft/core';

/** What is needed to load a model: part of its row. */
export interface StoredModel {
  readonly id: string;
  readonly storage_prefix: string;
}

/** Every label with its probability, most probable first; or what is wrong with the picture. */
export type PictureAnswer = readonly LabelProbability[] | ImageError;

/** Answers on pictures; calls that come together are computed together. */
export interface Predictor {
  /**
   * @param options.abstain marks pictures that resemble no label enough; default false.
   * @returns one answer per picture, in order.
   * @throws OptionError when the model cannot abstain.
   */
  predict(
    model: StoredModel,
    pictures: readonly Uint8Array[],
    options?: { readonly abstain?: boolean },
  ): Promise<PictureAnswer[]>;
  /** Draws where in a picture the model sees a label. @returns WebP. Throws as core's `occlusionMap`. */
  explain(model: StoredModel, picture: Uint8Array, label: string): Promise<Uint8Array>;
  dispose(): Promise<void>;
}
