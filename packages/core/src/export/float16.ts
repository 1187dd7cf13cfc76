import { WeightsError } from '../errors.js';

/**
 * Rounds to IEEE 754 halves, to the even one of two equally near.
 *
 * @param name of the tensor, for errors.
 * @returns the halves' bits.
 * @throws WeightsError `WEIGHTS_FLOAT16_RANGE` for numbers beyond 65504.
 */
export function toFloat16(values: Float32Array, name: string): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) {
    const size = bits[i]! & 0x7fffffff;
    if (size >= FIRST_TOO_LARGE) throw tooLarge(values[i]!, name);
    // A carry out of the fraction is the next exponent, which is how the bits are laid out anyway.
    const magnitude =
      size < SMALLEST_NORMAL
        ? roundToEven(Math.abs(values[i]!) * 2 ** 24)
        : (size - EXPONENT_SHIFT + 0xfff + ((size >>> 13) & 1)) >>> 13;
    halves[i] = ((bits[i]! >>> 16) & 0x8000) | magnitude;
  }
  return halves;
}

/** Bits of the float32 2^-14; halves below it are multiples of 2^-24. */
const SMALLEST_NORMAL = 0x38800000;
/** Bits of the float32 65520, halfway from the largest half to what would be the next. */
const FIRST_TOO_LARGE = 0x477ff000;
/** Exponents of float32 and float16 count from -127 and -15. */
const EXPONENT_SHIFT = (127 - 15) << 23;

/** At 2^52 a double has no fraction bits left, so the addition rounds. */
function roundToEven(value: number): number {
  return value + 2 ** 52 - 2 ** 52;
}

function tooLarge(value: number, tensor: string): WeightsError {
  return new WeightsError(
    'WEIGHTS_FLOAT16_RANGE',
    `Tensor "${tensor}" holds ${value}; float16 ends at 65504. Export in float32.`,
    { details: { tensor, value } },
  );
}
