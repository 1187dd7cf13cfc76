/** From decoded pixels to probabilities. */
export interface ServingNetwork {
  /** @param pixels `batch` decoded pictures, row-major. @returns `[batch, labels]`, row-major. */
  run(pixels: Float32Array, batch: number): Promise<Float32Array>;
  dispose(): void;
}
