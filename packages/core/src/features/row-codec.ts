import { encodeFloat16, FLOAT16_MAX } from '../onnx/float16.js';
import { decodeValues } from '../weights/value-types.js';

/** What each number of a feature is kept in. */
export type CachePrecision = 'float32' | 'float16';

export interface StoredRow {
  readonly row: Float32Array;
  /** Length of what rounding changed over the length of the row before it; 0 where nothing was rounded. */
  readonly error: number;
}

/** How a row of features is written down. */
export interface RowCodec {
  /** Bytes of a row of so many numbers. */
  size(length: number): number;
  encode(row: Float32Array): Uint8Array;
  /** @param bytes what `encode` gave, from a multiple of four on. @returns a row that may lie in them. */
  decode(bytes: Uint8Array): StoredRow;
}

export const rowCodecs: Readonly<Record<CachePrecision, RowCodec>> = {
  float32: {
    size: (length) => length * 4,
    encode: (row) => new Uint8Array(row.buffer, row.byteOffset, row.byteLength),
    // A view: rows are read over and over where a set does not fit into memory.
    decode: (bytes) => ({
      row: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4),
      error: 0,
    }),
  },
  /** Half the bytes; each number within 2^-11 of itself (2^-25 near 0), as IEEE 754 rounds; what is too large for it is cut off. */
  float16: {
    size: (length) => length * 2 + ERROR_BYTES,
    encode(row) {
      const halves = encodeFloat16(row.some(isTooLarge) ? row.map(withinFloat16) : row);
      const bytes = Buffer.alloc(halves.byteLength + ERROR_BYTES);
      bytes.set(new Uint8Array(halves.buffer));
      bytes.writeFloatLE(relativeError(numbersOf(bytes), row), halves.byteLength);
      return bytes;
    },
    decode(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return { row: numbersOf(bytes), error: view.getFloat32(bytes.byteLength - ERROR_BYTES, true) };
    },
  },
};

/** The error is kept behind the row, so that one read from the cache can be told as one just computed. */
const ERROR_BYTES = 4;

function numbersOf(bytes: Uint8Array): Float32Array {
  return decodeValues(bytes.subarray(0, bytes.byteLength - ERROR_BYTES), 'float16');
}

function isTooLarge(value: number): boolean {
  return Math.abs(value) > FLOAT16_MAX;
}

function withinFloat16(value: number): number {
  return Math.min(FLOAT16_MAX, Math.max(-FLOAT16_MAX, value));
}

function relativeError(rounded: Float32Array, row: Float32Array): number {
  let [squaredDifference, squared] = [0, 0];
  for (let i = 0; i < row.length; i++) {
    squaredDifference += (rounded[i]! - row[i]!) ** 2;
    squared += row[i]! ** 2;
  }
  return squaredDifference === 0 ? 0 : Math.sqrt(squaredDifference / squared);
}
