/**
 * The counter-based generator behind ../shared/goldens: any language can regenerate every weight and input.
 *
 * @returns `count` numbers in [0, 1), exact in float32.
 */
export function uniform(name: string, count: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193) >>> 0;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) >>> 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    values[i] = (x >>> 8) / 2 ** 24;
  }
  return values;
}

/**
 * @param key `layer/variable` with Keras 3's variable name.
 * @returns the golden's weight, row-major, float32.
 */
export function goldenWeight(key: string, shape: readonly number[]): Float32Array {
  const u = uniform(
    key,
    shape.reduce((a, b) => a * b, 1),
  );
  const kind = key.slice(key.lastIndexOf('/') + 1);
  const [scale, offset] = rangeOf(kind, shape);
  // A loop: `Float32Array.from` with a function takes ten times as long, and networks have up to 66 million weights.
  const weight = new Float32Array(u.length);
  for (let i = 0; i < u.length; i++) weight[i] = u[i]! * scale + offset;
  return weight;
}

/** @returns `[1, size, size, 3]` values in [0, 1), fed to the network without preprocessing. */
export function goldenInput(size: number): Float32Array {
  return Float32Array.from(uniform('input', size * size * 3));
}

/** A weight is `u * scale + offset`. */
function rangeOf(kind: string, shape: readonly number[]): [scale: number, offset: number] {
  const product = (axes: readonly number[]) => axes.reduce((a, b) => a * b, 1);
  if (kind === 'kernel' || kind === 'depthwise_kernel' || kind === 'pointwise_kernel') {
    const fanIn = kind === 'depthwise_kernel' ? product(shape.slice(0, 2)) : product(shape.slice(0, -1));
    const limit = Math.sqrt(6 / fanIn);
    return [2 * limit, -limit];
  }
  if (kind === 'gamma' || kind === 'moving_variance' || kind === 'variance') return [1, 0.5];
  return [0.2, -0.1];
}
