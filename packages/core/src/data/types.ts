import type { Mix } from '../augmentation/mixing.js';

/** The three parts of a dataset: learn from `train`, choose epochs on `validation`, report on `test`. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** A random variation of a sample, for training. */
export interface SampleView {
  /** What it is drawn from: 64 hexadecimal digits, which also name its features in the cache. */
  readonly seed: string;
  /** False where it will not be drawn again: keeping its features would be waste. */
  readonly kept: boolean;
  /** Another sample in its own view, to be mixed in. */
  readonly mixed?: { readonly partner: Sample; readonly mix: Mix };
}

/** One labelled item. Nothing here knows that it is a picture; a `Decoder` does. */
export interface Sample {
  /** Path relative to the dataset's root, `/`-separated; unique in the dataset and shown to people. */
  readonly id: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** Index into `Dataset.labels`. */
  readonly label: number;
  /** Of a dataset with several targets a sample: one number per entry of `Dataset.labels`; then `label` says nothing. */
  readonly targets?: readonly number[];
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
  /** Absent: the sample as it is. Datasets have no views; training adds them. */
  readonly view?: SampleView;
}

/** A file that was left out, and why. */
export interface SkippedFile {
  readonly id: string;
  readonly code: string;
  readonly reason: string;
}

/** What a model learns to say of a sample: one of its labels, any number of them, or numbers. */
export type Task = 'single-label' | 'multi-label' | 'regression';

export interface Dataset {
  readonly name: string;
  /** Absent: `single-label`. Otherwise each sample has `targets`. */
  readonly task?: Exclude<Task, 'single-label'>;
  /** Class names (of a regression: names of the numbers), sorted by code point, as Keras's `image_dataset_from_directory` orders them. */
  readonly labels: readonly string[];
  readonly splits: Readonly<Record<Split, readonly Sample[]>>;
  /** Its validation samples are its own, not split off by Graft: others than chance chose them, so nothing learns from them. */
  readonly hasOwnValidation?: boolean;
  readonly skipped: readonly SkippedFile[];
  /** SHA-256 over labels, splits, ids and content hashes: equal exactly when the data is. */
  readonly hash: string;
  /** Seed of the splits that Graft made itself. */
  readonly seed: number;
}

/** Turns a sample's bytes into the numbers that a network's input takes: float32, or bytes where the network scales them. */
export interface Decoder<Values extends Float32Array | Uint8Array = Float32Array> {
  /** Identifies everything that changes the numbers: part of the feature-cache key. */
  readonly id: string;
  /** Shape of one decoded sample, `[height, width, 3]` for pictures. */
  readonly shape: readonly number[];
  /**
   * @returns values in row-major order of `shape`.
   * @throws ImageError (or the modality's own) when the bytes cannot be decoded.
   */
  decode(source: string | Uint8Array): Promise<Values>;
}
