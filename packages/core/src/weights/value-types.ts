/** How one number is stored; always little-endian. */
export type ValueType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'uint16'
  | 'uint32';

const BYTES: Readonly<Record<ValueType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  uint16: 2,
  uint32: 4,
};

export function valueBytes(type: ValueType): number {
  return BYTES[type];
}

/** @returns the values as float32, in a buffer of their own. */
export function decodeValues(bytes: Uint8Array, type: ValueType): Float32Array {
  // A copy starts at a multiple of eight, which typed arrays ask for.
  const buffer = new Uint8Array(bytes).buffer;
  switch (type) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float32Array(new Float64Array(buffer));
    case 'float16':
      return fromFloat16(new Uint16Array(buffer));
    case 'bfloat16':
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer);
    case 'int64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'int32':
      return new Float32Array(new Int32Array(buffer));
    case 'int16':
      return new Float32Array(new Int16Array(buffer));
    case 'int8':
      return new Float32Array(new Int8Array(buffer));
    case 'uint8':
      return new Float32Array(new Uint8Array(buffer));
    case 'uint16':
      return new Float32Array(new Uint16Array(buffer));
    case 'uint32':
      return new Float32Array(new Uint32Array(buffer));
  }
}

/** A plain loop: `Float32Array.from` with a function takes ten times as long. */
function fromFloat16(halves: Uint16Array): Float32Array {
  const table = float16Values();
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]!]!;
  return values;
}

let float16Table: Float32Array | undefined;

/** Value of every IEEE 754 half-precision bit pattern: one table of 256 KB instead of arithmetic per weight. */
function float16Values(): Float32Array {
  float16Table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  return float16Table;
}
