import { createSession, type OnnxSession } from '../onnx/session.js';
import { createSessionThreads } from '../onnx/session-threads.js';

/** Frozen parts that several models of one process share: each is read, compiled and held once. */
export interface PrefixPool {
  /** Frozen parts held now. */
  readonly size: number;
  /** Bytes of their files: about what they take in memory. */
  readonly bytes: number;
  /**
   * For `loadModel`.
   *
   * @param read reads the file that `sha256` names; called only when nobody holds it. Its errors are passed on.
   */
  acquire(sha256: string, read: () => Promise<Uint8Array>): Promise<HeldPrefix>;
}

export interface HeldPrefix {
  readonly session: OnnxSession;
  readonly bytes: number;
  /** To be called once, when it is no longer used. */
  release(): void;
}

export interface PrefixPoolOptions {
  /**
   * Compute in threads apart, a picture at a time in each: the calling thread stays free for other work, such as a
   * server's requests. Each thread holds its own copy. Default: compute in the calling thread, which is quicker to start.
   */
  readonly threads?: boolean;
}

interface Holding {
  readonly opened: Promise<Omit<HeldPrefix, 'release'>>;
  users: number;
  /** 0 until it is compiled. */
  bytes: number;
}

/**
 * For servers that hold many models: give every `loadModel` the same pool, and models whose frozen part is the same file
 * share one. It leaves memory with the last model that uses it.
 *
 *     const prefixes = createPrefixPool();
 *     const models = await Promise.all(places.map((place) => loadModel(storage, place, { prefixes })));
 *
 * A frozen part is checked when it is read; while it is held, models that need it do not read its file again.
 */
export function createPrefixPool({ threads = false }: PrefixPoolOptions = {}): PrefixPool {
  const holdings = new Map<string, Holding>();
  return {
    get size() {
      return holdings.size;
    },
    get bytes() {
      return [...holdings.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    },
    async acquire(sha256, read) {
      const holding = holdings.get(sha256) ?? { opened: open(read, threads), users: 0, bytes: 0 };
      holdings.set(sha256, holding);
      holding.users++;
      const release = () => {
        holding.users--;
        if (holding.users > 0) return;
        holdings.delete(sha256);
        // One that could not be opened has told its users so.
        holding.opened.then(({ session }) => session.dispose()).catch(() => {});
      };
      try {
        const { session, bytes } = await holding.opened;
        holding.bytes = bytes;
        return { session, bytes, release };
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

async function open(
  read: () => Promise<Uint8Array>,
  threads: boolean,
): Promise<{ session: OnnxSession; bytes: number }> {
  const file = await read();
  const session = threads ? onePictureEach(await createSessionThreads(file)) : await createSession(file);
  return { session, bytes: file.length };
}

/** A batch as runs of one picture, shared out among the threads (docs/decisions/0009: one is as fast as many). */
export function onePictureEach(session: OnnxSession): OnnxSession {
  return {
    ...session,
    async run(data, batch, inputShape) {
      const size = data.length / batch;
      const rows = await Promise.all(
        Array.from({ length: batch }, (_, i) =>
          session.run(data.subarray(i * size, (i + 1) * size), 1, inputShape),
        ),
      );
      const width = rows[0]!.length;
      const packed = new Float32Array(batch * width);
      rows.forEach((row, i) => {
        packed.set(row, i * width);
      });
      return packed;
    },
  };
}
