/** What the networks on either engine take: scaled pixels. */
export interface FloatNetwork {
  readonly bytes: number;
  /** @param pixels `batch` pictures, row-major; the memory is used again afterwards. @returns `[batch, labels]`. */
  run(pixels: Float32Array, batch: number): Promise<Float32Array>;
  dispose(): void;
}
