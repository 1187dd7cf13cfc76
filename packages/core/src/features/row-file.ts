import { type FileHandle, open, rm } from 'node:fs/promises';
import { inOrder } from './in-order.js';
import type { RowCodec } from './row-codec.js';

/** Rows of one length in one file, for sets that do not fit into memory: no file is opened for a row. */
export interface RowFile {
  append(row: Float32Array): Promise<void>;
  /** @returns rows by the number of their `append`, in any order, `[positions.length, length]` row-major. */
  read(positions: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Written together. */
const WRITE_BYTES = 1e6;
/** Reads under way: one for each of Node's four file threads, and the next. */
const READS = 8;

/** @param path of the file; its name is gone at once, so the file goes with the process, however that ends. */
export async function openRowFile(path: string, codec: RowCodec, length: number): Promise<RowFile> {
  const file = await open(path, 'wx+');
  await rm(path);
  const size = codec.size(length);
  let unwritten: Uint8Array[] = [];

  async function write(): Promise<void> {
    const bytes = Buffer.concat(unwritten);
    unwritten = [];
    await file.appendFile(bytes);
  }

  return {
    async append(row) {
      unwritten.push(codec.encode(row).slice());
      if (unwritten.length * size >= WRITE_BYTES) await write();
    },
    async read(positions) {
      if (unwritten.length > 0) await write();
      const packed = new Float32Array(positions.length * length);
      const runs = runsOf(positions);
      const readRun = async (run: Run) => ({
        run,
        bytes: await readAt(file, run.first * size, run.places.length * size),
      });
      for await (const { run, bytes } of inOrder(runs, READS, readRun)) {
        run.places.forEach((place, i) => {
          packed.set(codec.decode(bytes.subarray(i * size, (i + 1) * size)).row, place * length);
        });
      }
      return packed;
    },
    close: () => file.close(),
  };
}

/** Neighbours in the file, which one read gets. */
interface Run {
  /** Position of the first. */
  readonly first: number;
  /** Where each of them goes in the result. */
  readonly places: number[];
}

function runsOf(positions: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const place of [...positions.keys()].sort((a, b) => positions[a]! - positions[b]!)) {
    const last = runs.at(-1);
    if (last && positions[place] === last.first + last.places.length) last.places.push(place);
    else runs.push({ first: positions[place]!, places: [place] });
  }
  return runs;
}

async function readAt(file: FileHandle, start: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, start + done);
    if (bytesRead === 0)
      throw new RangeError(`Row file: expected ${bytes} bytes at ${start}, received ${done}.`);
    done += bytesRead;
  }
  return buffer;
}
