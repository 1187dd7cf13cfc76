/** What the networks on either engine take: scaled pixels. */
export interface FloatNetwork {
  readonly bytes: number;
  /**
   * @param pixels `batch` pictures, row-major; the memory is used again afterwards.
   * @param onFeatures is given the frozen part's output, `[batch, ...]`, which is not its to keep.
   * @returns `[batch, labels]`.
   */
  run(pixels: Float32Array, batch: number, onFeatures?: OnFeatures): Promise<Float32Array>;
  dispose(): void;
}

export type OnFeatures = (features: Float32Array) => void;
