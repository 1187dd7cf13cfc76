import type { PixelScaling } from '../data/preprocessing.js';

/** A network that only computes: compiled where it can be. */
export interface FrozenNetwork {
  /** What computes, part of the feature cache's key, since each rounds in its own way. */
  readonly runtime: 'onnx' | 'tensorflow';
  /** Of one sample. */
  readonly outputShape: readonly number[];
  /** @param row one sample: bytes where the network scales pixels. @returns its output, row-major. */
  run(row: Float32Array | Uint8Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface FreezeOptions {
  /** The network takes RGB bytes and scales them itself. Without it, it takes what its first layer takes. */
  readonly pixels?: PixelScaling;
}
