import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type CachePrecision, rowCodecs } from './row-codec.js';
import { openRowFile, type RowFile } from './row-file.js';

/** Features of single samples on disk. A damaged or missing entry reads as undefined: it is computed again. */
export interface FeatureCache {
  readonly folder: string;
  /** @param network key of what computes the features; @param sample SHA-256 of the sample's bytes. */
  get(network: string, sample: string, length: number): Promise<Float32Array | undefined>;
  /** @returns the features as `get` gives them from now on. */
  put(network: string, sample: string, features: Float32Array): Promise<Float32Array>;
  /** A file for the rows of one set, in the cache's precision; it lasts until `close`. */
  openRows(length: number): Promise<RowFile>;
  /** What rounding changed in all rows put and got so far. Undefined in float32. */
  rounding(): FeatureRounding | undefined;
  /** Removes the entries that were used longest ago until the cache is within its bound. */
  trim(): Promise<void>;
  /** Ends what `openRows` gave; entries stay. */
  close(): Promise<void>;
}

export interface FeatureRounding {
  readonly precision: CachePrecision;
  /** Length of the change over the length of a row: root of the mean square, and of the row with the largest. */
  readonly relativeError: number;
  readonly largestError: number;
}

export interface FeatureCacheOptions {
  /** Default `DEFAULT_CACHE_BYTES`. */
  readonly maxBytes?: number;
  /** Default `float32`, which changes no bit. Each precision has entries of its own. */
  readonly precision?: CachePrecision;
}

/** 10 GB: 2 million pooled EfficientNet-Lite0 features, or 100,000 flattened VGG16 ones. */
export const DEFAULT_CACHE_BYTES = 10e9;

const MAGIC = Buffer.from('GFT1');
/** magic, CRC-32 of the payload, payload length in bytes. */
const HEADER_BYTES = 12;
/** A used entry's time is refreshed at most this often, so that reading stays reading. */
const TOUCH_AFTER_MS = 24 * 3600e3;

/**
 * One file per sample under `folder/<network>/<2 hex digits>/`, written under another name and moved into place, so two
 * processes can share the folder and a killed one leaves no half entry behind.
 */
export function openFeatureCache(
  folder: string,
  { maxBytes = DEFAULT_CACHE_BYTES, precision = 'float32' }: FeatureCacheOptions = {},
): FeatureCache {
  const codec = rowCodecs[precision];
  const suffix = precision === 'float32' ? '' : `-${precision}`;
  const folderOf = (network: string, sample: string) =>
    join(folder, `${network.slice(0, 32)}${suffix}`, sample.slice(0, 2));
  const made = new Set<string>();
  const rowFiles: RowFile[] = [];
  const errors = { rows: 0, squares: 0, largest: 0 };

  function decode(payload: Uint8Array): Float32Array {
    const { row, error } = codec.decode(payload);
    errors.rows++;
    errors.squares += error ** 2;
    errors.largest = Math.max(errors.largest, error);
    return row;
  }

  return {
    folder,
    async get(network, sample, length) {
      const path = join(folderOf(network, sample), sample);
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes || !isIntact(bytes, codec.size(length))) return undefined;
      void refresh(path);
      return decode(bytes.subarray(HEADER_BYTES));
    },
    async put(network, sample, features) {
      const parent = folderOf(network, sample);
      if (!made.has(parent)) await mkdir(parent, { recursive: true });
      made.add(parent);
      const temporary = join(parent, `${sample}.${randomUUID()}.tmp`);
      const payload = codec.encode(features);
      await writeFile(temporary, withHeader(payload));
      await rename(temporary, join(parent, sample));
      return precision === 'float32' ? features : decode(payload);
    },
    async openRows(length) {
      await mkdir(folder, { recursive: true });
      const rows = await openRowFile(join(folder, `${randomUUID()}.rows`), codec, length);
      rowFiles.push(rows);
      return rows;
    },
    rounding() {
      if (precision === 'float32' || errors.rows === 0) return undefined;
      return {
        precision,
        relativeError: Math.sqrt(errors.squares / errors.rows),
        largestError: errors.largest,
      };
    },
    async trim() {
      const entries = await listEntries(folder);
      let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total <= maxBytes) return;
      entries.sort((a, b) => a.usedMs - b.usedMs);
      for (const { path, bytes } of entries) {
        if (total <= maxBytes * 0.9) break;
        await rm(path, { force: true });
        total -= bytes;
      }
    },
    async close() {
      await Promise.all(rowFiles.splice(0).map((rows) => rows.close()));
    },
  };
}

function withHeader(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(crc32(payload), 4);
  header.writeUInt32LE(payload.byteLength, 8);
  return Buffer.concat([header, payload]);
}

function isIntact(bytes: Buffer, payloadBytes: number): boolean {
  const payload = bytes.subarray(HEADER_BYTES);
  return (
    bytes.length === HEADER_BYTES + payloadBytes &&
    bytes.subarray(0, 4).equals(MAGIC) &&
    bytes.readUInt32LE(8) === payload.byteLength &&
    bytes.readUInt32LE(4) === crc32(payload)
  );
}

async function refresh(path: string): Promise<void> {
  try {
    const now = new Date();
    if (now.getTime() - (await stat(path)).mtimeMs > TOUCH_AFTER_MS) await utimes(path, now, now);
  } catch {
    // Another process removed it; its value has been read already.
  }
}

async function listEntries(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const entries: { path: string; bytes: number; usedMs: number }[] = [];
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const facts = await stat(path).catch(() => undefined);
    if (facts) entries.push({ path, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  return entries;
}
