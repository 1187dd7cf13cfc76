import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Rows of one size on disk, by key. A damaged row reads as undefined. */
export interface RowStore {
  /** @param key a hash in hex of which the first 32 digits count. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Done when the row is on disk. Rows that arrive while others are written are written together. */
  put(key: string, row: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export const ROWS_END = '.rows';
export const KEYS_END = '.keys';

/** A segment of this size is full; whole segments are what a cache drops. */
const SEGMENT_BYTES = 256e6;
const MAGIC = Buffer.from('GFT2');
/** Of a file of keys: magic, bytes of a row. */
const HEADER_BYTES = 8;
const KEY_BYTES = 16;
const CRC_BYTES = 4;
/** A used segment's time is refreshed at most this often, so that reading stays reading. */
const TOUCH_AFTER_MS = 24 * 3600e3;

/**
 * Two files a segment, `x.rows` with the rows, each with a CRC-32 behind it, and `x.keys` with their keys in the same order.
 * A store appends to a segment of its own and reads those that it found, so two processes can share the folder; rows are
 * written before their keys, so a killed one leaves nothing that reads wrong. No file is made or opened for a row.
 */
export async function openRowStore(folder: string, rowBytes: number): Promise<RowStore> {
  const recordBytes = rowBytes + CRC_BYTES;
  const { segments, places, count } = await findSegments(folder, rowBytes);
  let total = count;
  let own: OwnSegment | undefined;
  let collecting: Batch | undefined;
  let last: Promise<void> = Promise.resolve();

  async function write({ keys, records }: Batch): Promise<void> {
    if (!own) {
      own = await startSegment(folder, rowBytes, total);
      segments.push(own);
    }
    const { file, keys: keyFile, first } = own;
    let whole = false;
    try {
      await (await file).appendFile(Buffer.concat(records));
      await keyFile.appendFile(Buffer.concat(keys));
      for (const key of keys) places.set(nameOf(key), total++);
      whole = true;
    } finally {
      // After half a row, further ones would be out of place.
      if (!whole || (total - first) * recordBytes >= SEGMENT_BYTES) {
        own = undefined;
        await keyFile.close();
      }
    }
  }

  return {
    async get(key) {
      const keyBytes = bytesOf(key);
      const place = places.get(nameOf(keyBytes));
      if (place === undefined) return undefined;
      const segment = segments.findLast(({ first }) => first <= place)!;
      const record = Buffer.allocUnsafeSlow(recordBytes);
      try {
        segment.file ??= openSegment(segment.path);
        const { bytesRead } = await (await segment.file).read(
          record,
          0,
          recordBytes,
          (place - segment.first) * recordBytes,
        );
        if (bytesRead < recordBytes) return undefined;
      } catch {
        return undefined; // Another process dropped the segment.
      }
      const row = record.subarray(0, rowBytes);
      return record.readUInt32LE(rowBytes) === checksum(keyBytes, row) ? row : undefined;
    },
    put(key, row) {
      if (!collecting) {
        const batch: Batch = { keys: [], records: [], written: Promise.resolve() };
        batch.written = last
          .catch(() => undefined) // Told to those whose rows they were.
          .then(() => {
            collecting = undefined;
            return write(batch);
          });
        last = batch.written;
        collecting = batch;
      }
      const keyBytes = bytesOf(key);
      const crc = Buffer.alloc(CRC_BYTES);
      crc.writeUInt32LE(checksum(keyBytes, row));
      collecting.keys.push(keyBytes);
      collecting.records.push(row, crc);
      return collecting.written;
    },
    async close() {
      await last.catch(() => undefined);
      await own?.keys.close();
      for (const { file } of segments) await (await file?.catch(() => undefined))?.close();
    },
  };
}

interface Segment {
  readonly path: string;
  /** Place of its first row among those of all segments. */
  readonly first: number;
  file?: Promise<FileHandle>;
}

interface OwnSegment extends Segment {
  readonly file: Promise<FileHandle>;
  readonly keys: FileHandle;
}

interface Batch {
  readonly keys: Buffer[];
  readonly records: Uint8Array[];
  written: Promise<void>;
}

async function findSegments(folder: string, rowBytes: number) {
  const segments: Segment[] = [];
  const places = new Map<string, number>();
  let count = 0;
  const header = headerOf(rowBytes);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(KEYS_END))) {
    const keys = await readFile(join(folder, name)).catch(() => undefined);
    if (!keys?.subarray(0, HEADER_BYTES).equals(header)) continue;
    segments.push({ path: join(folder, name.slice(0, -KEYS_END.length) + ROWS_END), first: count });
    for (let at = HEADER_BYTES; at + KEY_BYTES <= keys.length; at += KEY_BYTES) {
      places.set(nameOf(keys.subarray(at, at + KEY_BYTES)), count++);
    }
  }
  return { segments, places, count };
}

async function startSegment(folder: string, rowBytes: number, first: number): Promise<OwnSegment> {
  await mkdir(folder, { recursive: true });
  const name = join(folder, randomUUID());
  const path = name + ROWS_END;
  const file = await open(path, 'wx+');
  const keys = await open(name + KEYS_END, 'wx');
  await keys.appendFile(headerOf(rowBytes));
  return { path, first, file: Promise.resolve(file), keys };
}

async function openSegment(path: string): Promise<FileHandle> {
  const now = new Date();
  if (now.getTime() - (await stat(path)).mtimeMs > TOUCH_AFTER_MS) await utimes(path, now, now);
  return open(path, 'r');
}

function headerOf(rowBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(rowBytes, MAGIC.length);
  return header;
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key.slice(0, 2 * KEY_BYTES), 'hex');
}

/** A string of one byte a character: the least that a map can hold. */
function nameOf(key: Buffer): string {
  return key.toString('latin1');
}

function checksum(key: Buffer, row: Uint8Array): number {
  return crc32(row, crc32(key));
}
