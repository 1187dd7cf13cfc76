/** How much each part of what a network saw counts for its answer. */
export interface HeatMap {
  /** In pixels of the network's input. */
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major, from 0 (nothing) to 1 (most); all 0 where nothing speaks for the label. */
  readonly values: Float32Array;
}

/** `grad-cam` needs the network's layers and TensorFlow; `occlusion` only asks the model, some hundred times. */
export const EXPLANATION_METHODS = ['grad-cam', 'occlusion'] as const;
export type ExplanationMethod = (typeof EXPLANATION_METHODS)[number];
