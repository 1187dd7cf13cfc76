/** Largest number that float16 holds. */
export const FLOAT16_MAX = 65504;

/**
 * @returns the nearest IEEE 754 half-precision bit patterns: of two equally near ones the even; infinity for what
 * rounds beyond `FLOAT16_MAX`.
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(words.length);
  // A plain loop: `Uint16Array.from` with a function takes ten times as long.
  for (let i = 0; i < words.length; i++) halves[i] = halfOf(words[i]!, values[i]!);
  return halves;
}

/** @param word the value's bits. */
function halfOf(word: number, value: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > INFINITY) return sign | 0x7e00; // Not a number.
  if (magnitude >= TWO_TO_16) return sign | 0x7c00;
  if (magnitude < SMALLEST_NORMAL) return sign | roundHalfToEven(Math.abs(value) * 2 ** 24);
  // Drops 13 bits of the fraction, rounded by adding just under half (or half, where that makes it even).
  const even = (magnitude >>> 13) & 1;
  return sign | ((magnitude - EXPONENT_SHIFT + 0xfff + even) >>> 13);
}

const INFINITY = 0x7f800000;
const TWO_TO_16 = 0x47800000;
/** 2 to the power of -14. */
const SMALLEST_NORMAL = 0x38800000;
/** Exponents are stored plus 127 in float32, plus 15 in float16. */
const EXPONENT_SHIFT = (127 - 15) << 23;

function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
