import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CachePrecision, rowCodecs } from './row-codec.js';
import { KEYS_END, openRowStore, ROWS_END, type RowStore } from './row-store.js';

/** Features of single samples on disk. What is missing or damaged reads as undefined: it is computed again. */
export interface FeatureCache {
  readonly folder: string;
  /** @param network key of what computes the features; @param sample SHA-256 of the sample's bytes. */
  get(network: string, sample: string, length: number): Promise<Float32Array | undefined>;
  /** @returns the features as `get` gives them from now on. */
  put(network: string, sample: string, features: Float32Array): Promise<Float32Array>;
  /** What rounding changed in all rows put and got so far. Undefined in float32. */
  rounding(): FeatureRounding | undefined;
  /** Removes what was used longest ago until the cache is within its bound. What is open here stays readable. */
  trim(): Promise<void>;
  /** Closes the files; features stay, and the cache may be used again. */
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

/** Rows of each network in a `RowStore` of their own, so that processes share the folder and none breaks it by being killed. */
export function openFeatureCache(
  folder: string,
  { maxBytes = DEFAULT_CACHE_BYTES, precision = 'float32' }: FeatureCacheOptions = {},
): FeatureCache {
  const codec = rowCodecs[precision];
  const suffix = precision === 'float32' ? '' : `-${precision}`;
  const stores = new Map<string, Promise<RowStore>>();
  const errors = { rows: 0, squares: 0, largest: 0 };

  function storeOf(network: string, length: number): Promise<RowStore> {
    const name = `${network.slice(0, 32)}${suffix}`;
    const store = stores.get(name) ?? openRowStore(join(folder, name), codec.size(length));
    stores.set(name, store);
    return store;
  }

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
      const payload = await (await storeOf(network, length)).get(sample);
      return payload && decode(payload);
    },
    async put(network, sample, features) {
      const payload = codec.encode(features);
      await (await storeOf(network, features.length)).put(sample, payload);
      return precision === 'float32' ? features : decode(payload);
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
      const segments = await listSegments(folder);
      let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total <= maxBytes) return;
      segments.sort((a, b) => a.usedMs - b.usedMs);
      for (const { path, bytes } of segments) {
        if (total <= maxBytes * 0.9) break;
        await rm(path, { force: true });
        if (path.endsWith(ROWS_END)) await rm(path.slice(0, -ROWS_END.length) + KEYS_END, { force: true });
        total -= bytes;
      }
    },
    async close() {
      const open = await Promise.all(stores.values());
      stores.clear();
      for (const store of open) await store.close();
    },
  };
}

/** Files that may be dropped; entries of earlier versions, a file for each sample, are among them. */
async function listSegments(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const segments: { path: string; bytes: number; usedMs: number }[] = [];
  for (const file of files) {
    if (!file.isFile() || file.name.endsWith(KEYS_END)) continue;
    const path = join(file.parentPath, file.name);
    const facts = await stat(path).catch(() => undefined);
    if (facts) segments.push({ path, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  return segments;
}
