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
  /** @returns one answer per picture, in order. */
  predict(model: StoredModel, pictures: readonly Uint8Array[]): Promise<PictureAnswer[]>;
  dispose(): Promise<void>;
}
