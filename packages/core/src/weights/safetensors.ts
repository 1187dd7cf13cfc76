import { WeightsError } from '../errors.js';
import { decodeValues, type ValueType, valueBytes } from './value-types.js';

export interface StoredTensor {
  readonly shape: readonly number[];
  /** Row-major, widened to float32 whatever the file stores. */
  readonly data: Float32Array;
  readonly dtype: string;
}

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** 100 MB, the limit of the reference implementation (safetensors/src/tensor.rs): a length beyond it is damage. */
const MAX_HEADER_BYTES = 100_000_000;
const PREFIX_BYTES = 8;
const DTYPES: Readonly<Record<string, ValueType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  U16: 'uint16',
  U32: 'uint32',
  BOOL: 'uint8',
};

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors#format). Nothing in the header is believed before
 * it is checked against the file's size.
 *
 * @param path named in errors.
 * @throws WeightsError `WEIGHTS_TRUNCATED` or `WEIGHTS_DAMAGED`, naming the tensor.
 */
export function parseSafetensors(bytes: Uint8Array, path: string): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes, path);
  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, StoredTensor>();
  const spans: Span[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { type, dtype, shape, begin, end } = checkEntry(name, entry, path);
    if (end > data.length) {
      throw new WeightsError(
        'WEIGHTS_TRUNCATED',
        `${path} ends inside tensor "${name}": it needs ${dataStart + end} bytes, the file has ${bytes.length}. Fetch it again.`,
        { details: { path, tensor: name } },
      );
    }
    spans.push({ name, begin, end });
    tensors.set(name, { shape, dtype, data: decodeValues(data.subarray(begin, end), type) });
  }
  checkSpans(spans, data.length, path);
  return { tensors, metadata: metadataOf(header, path) };
}

/** Writes float32 tensors in the order given; the same input always gives the same bytes. */
export function writeSafetensors(
  tensors: Iterable<{ name: string; shape: readonly number[]; data: Float32Array }>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const list = [...tensors];
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const { name, shape, data } of list) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  // Spaces up to a multiple of eight keep the data aligned for readers that map the file.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = Buffer.alloc(PREFIX_BYTES + headerBytes + offset, ' ');
  file.writeBigUInt64LE(BigInt(headerBytes), 0);
  json.copy(file, PREFIX_BYTES);
  let position = PREFIX_BYTES + headerBytes;
  for (const { data } of list) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

function readHeader(bytes: Uint8Array, path: string): { header: Record<string, unknown>; dataStart: number } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREFIX_BYTES) throw truncatedHeader(path, bytes.length);
  const length = view.readBigUInt64LE(0);
  if (length > BigInt(MAX_HEADER_BYTES)) throw damaged(path, `its header claims ${length} bytes`);
  const dataStart = PREFIX_BYTES + Number(length);
  if (dataStart > bytes.length) throw truncatedHeader(path, bytes.length);
  let header: unknown;
  try {
    header = JSON.parse(view.toString('utf8', PREFIX_BYTES, dataStart));
  } catch (cause) {
    throw damaged(path, 'its header is not JSON', cause);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw damaged(path, 'its header is no object');
  return { header: header as Record<string, unknown>, dataStart };
}

function checkEntry(name: string, entry: unknown, path: string) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = DTYPES[String(dtype)];
  if (!type) throw damaged(path, `tensor "${name}" has the unknown type ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || !shape.every((side) => Number.isSafeInteger(side) && side >= 0)) {
    throw damaged(path, `tensor "${name}" has the shape ${JSON.stringify(shape)}`);
  }
  const [begin, end] = Array.isArray(offsets) ? offsets : [];
  if (!Number.isSafeInteger(begin) || !Number.isSafeInteger(end) || begin < 0 || end < begin) {
    throw damaged(path, `tensor "${name}" has the offsets ${JSON.stringify(offsets)}`);
  }
  const expected = (shape as number[]).reduce((a, b) => a * b, 1) * valueBytes(type);
  if (end - begin !== expected) {
    throw damaged(
      path,
      `tensor "${name}" of shape [${shape}] should take ${expected} bytes, but takes ${end - begin}`,
    );
  }
  return { type, dtype: String(dtype), shape: shape as number[], begin: begin as number, end: end as number };
}

interface Span {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** The format allows no byte that belongs to two tensors or to none: either is a sign of damage. */
function checkSpans(spans: readonly Span[], dataBytes: number, path: string): void {
  const sorted = [...spans].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of sorted) {
    if (begin !== position) {
      throw damaged(
        path,
        `tensor "${name}" should begin at byte ${position} of the data, but begins at ${begin}`,
      );
    }
    position = end;
  }
  if (position !== dataBytes)
    throw damaged(path, `its tensors end at byte ${position} of ${dataBytes} of data`);
}

function metadataOf(header: Record<string, unknown>, path: string): Record<string, string> {
  const metadata = header.__metadata__ ?? {};
  if (
    typeof metadata !== 'object' ||
    !Object.values(metadata as object).every((value) => typeof value === 'string')
  ) {
    throw damaged(path, 'its metadata is not a map of strings');
  }
  return metadata as Record<string, string>;
}

function truncatedHeader(path: string, size: number): WeightsError {
  return new WeightsError(
    'WEIGHTS_TRUNCATED',
    `${path} ends inside its header (${size} bytes). Fetch it again.`,
    {
      details: { path },
    },
  );
}

function damaged(path: string, what: string, cause?: unknown): WeightsError {
  return new WeightsError('WEIGHTS_DAMAGED', `${path} is not a usable safetensors file: ${what}.`, {
    cause,
    details: { path },
  });
}
