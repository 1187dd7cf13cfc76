import type { LoadedBackbone } from '../backbones/load-backbone.js';

/** A backbone that is a file for ONNX Runtime: frozen as a whole. */
export interface OnnxBackbone extends Omit<LoadedBackbone, 'model'> {
  /** Takes scaled pixels `[batch, inputSize, inputSize, 3]`, gives pooled features `[batch, featureLength]`. One picture at a time. */
  readonly onnx: Uint8Array;
  /** What gives the features, for people. */
  readonly lastLayer: string;
  readonly featureLength: number;
}
