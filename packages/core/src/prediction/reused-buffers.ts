/** Enough for as many batches as are ever computed at a time; more only wait for their turn. */
const MOST_KEPT = 4;

/** Shared by all models: a server holds many, and few compute at a time. Smallest first. */
const kept: Float32Array[] = [];

/**
 * Lends memory for one computation. A picture of 224 x 224 is 600 kB of float32; made anew for each, it keeps the
 * garbage collector busy, which shows in the slowest answers.
 *
 * @param use may not keep the buffer, whose content is whatever it held before. No two computations hold the same one.
 */
export async function withBuffer<Result>(
  length: number,
  use: (buffer: Float32Array) => Promise<Result>,
): Promise<Result> {
  const fitting = kept.findIndex((buffer) => buffer.length >= length);
  const buffer = fitting < 0 ? new Float32Array(length) : kept.splice(fitting, 1)[0]!;
  try {
    return await use(buffer.subarray(0, length));
  } finally {
    kept.push(buffer);
    kept.sort((a, b) => a.length - b.length);
    // The smallest is the cheapest to make again.
    if (kept.length > MOST_KEPT) kept.shift();
  }
}
