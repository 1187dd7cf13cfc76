import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import { couldNotRun, endsOf, loadRuntime, type OnnxSession, refused, sessionOptions } from './session.js';
import { startingState, stop } from './thread-state.js';

/**
 * Each thread has its own copy of the weights, and the four threads in which Node decodes pictures feed no more than
 * about this many.
 */
const MAX_THREADS = 8;

/** Jobs in a thread's hands: one that it computes and the one after it, so that it never waits for the main thread. */
const JOBS_PER_THREAD = 2;

/**
 * Compiles an ONNX file once per processor, each in a thread of its own that computes with no other: the calling thread
 * stays free, and no thread waits for another in the middle of a run. Threads after the first start when there is work
 * for them. The bits of a result depend on neither the number of threads nor the one that computed it.
 *
 * @throws EngineError as `createSession`.
 */
export async function createSessionThreads(
  bytes: Uint8Array,
  { threads = Math.min(availableParallelism(), MAX_THREADS) } = {},
): Promise<OnnxSession> {
  await loadRuntime(); // Says here, not in a thread, that it cannot be loaded.
  const setup = { model: bytes, options: sessionOptions(1) };
  const waiting: Job[] = [];
  const started = [await startThread(setup, pump)];
  let starting = 0;
  let closed = false;
  const { ends } = started[0]!;

  function pump(): void {
    while (waiting.length > 0) {
      const [least] = started.filter(({ jobs }) => jobs.size < JOBS_PER_THREAD).sort(byJobs);
      if (!least) {
        startAnother();
        return;
      }
      least.take(waiting.shift()!);
    }
  }

  function startAnother(): void {
    if (closed || started.length + starting >= threads) return;
    starting++;
    startThread(setup, pump)
      .then(
        (thread) => {
          started.push(thread);
          if (closed) void thread.close();
        },
        () => undefined, // The first thread could start; with fewer it is slower, and as right.
      )
      .finally(() => {
        starting--;
        pump();
      });
  }

  return {
    ...ends,
    run(data, batch, inputShape = ends.inputShape as number[]) {
      const dims = [batch, ...inputShape];
      return new Promise<Float32Array>((resolve, reject) => {
        const fail = (cause: unknown) => reject(couldNotRun(data, ends.inputType, dims, cause));
        if (closed) return fail('it was disposed');
        waiting.push({ data, dims, resolve, fail });
        pump();
      });
    },
    async dispose() {
      closed = true;
      for (const { fail } of waiting.splice(0)) fail('it was disposed');
      await Promise.all(started.map((thread) => thread.close()));
    },
  };
}

interface Job {
  readonly data: Float32Array | Uint8Array;
  readonly dims: readonly number[];
  resolve(values: Float32Array): void;
  fail(cause: unknown): void;
}

interface Thread {
  readonly ends: ReturnType<typeof endsOf>;
  /** Those in the thread's hands, by number. */
  readonly jobs: ReadonlyMap<number, Job>;
  take(job: Job): void;
  /** Lets the thread finish what it has, then ends it. */
  close(): Promise<void>;
}

function byJobs(a: Thread, b: Thread): number {
  return a.jobs.size - b.jobs.size;
}

/**
 * States of the threads that run. ONNX Runtime's binding aborts the process when its thread is ended in the middle of a
 * call, so a process that exits waits for the calls under way.
 */
const alive = new Set<Int32Array>();
process.on('exit', () => {
  for (const state of alive) stop(state);
});

/** @param onIdle called whenever the thread can take another job. */
async function startThread(setup: Omit<ThreadSetup, 'state'>, onIdle: () => void): Promise<Thread> {
  const state = startingState();
  const worker = new Worker(new URL('./session-thread.js', import.meta.url), {
    workerData: { ...setup, state } satisfies ThreadSetup,
    execArgv: [],
  });
  alive.add(state);
  worker.once('exit', () => alive.delete(state));
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const jobs = new Map<number, Job>();
  let next = 0;

  const ready = await new Promise<ThreadMessage & { type: 'ready' }>((resolve, reject) => {
    worker.once('message', (message: ThreadMessage) =>
      message.type === 'ready' ? resolve(message) : reject(refused((message as { message: string }).message)),
    );
    worker.once('error', reject);
  });
  worker.on('message', (message: ThreadMessage) => {
    if (message.type !== 'result' && message.type !== 'failure') return;
    const job = jobs.get(message.id)!;
    jobs.delete(message.id);
    // A thread without work must not keep the process alive; one with work must.
    if (jobs.size === 0) worker.unref();
    if (message.type === 'result') job.resolve(message.values);
    else job.fail(message.message);
    onIdle();
  });
  let dead: Error | undefined;
  const die = (cause: Error) => {
    dead ??= cause;
    for (const { fail } of jobs.values()) fail(dead);
    jobs.clear();
  };
  worker.on('error', die);
  worker.on('exit', (code) => die(new Error(`its thread ended with code ${code}`)));
  worker.unref();

  return {
    ends: endsOf(ready.inputMetadata, ready.outputMetadata),
    jobs,
    take(job) {
      if (dead) return job.fail(dead);
      if (jobs.size === 0) worker.ref();
      jobs.set(next, job);
      const { dims } = job;
      // A message copies all of the memory that a view looks into.
      const data = job.data.byteLength === job.data.buffer.byteLength ? job.data : job.data.slice();
      worker.postMessage({ id: next++, data, dims } satisfies ThreadJob);
    },
    async close() {
      worker.ref();
      worker.postMessage('close');
      await ended;
    },
  };
}

export interface ThreadSetup {
  readonly model: Uint8Array;
  readonly options: InferenceSession.SessionOptions;
  readonly state: Int32Array;
}

export interface ThreadJob {
  readonly id: number;
  readonly data: Float32Array | Uint8Array;
  /** Batch first. */
  readonly dims: readonly number[];
}

/** What a thread says: once that it is ready or that ONNX Runtime refused the model, then one answer per job. */
export type ThreadMessage =
  | {
      type: 'ready';
      inputMetadata: readonly InferenceSession.ValueMetadata[];
      outputMetadata: readonly InferenceSession.ValueMetadata[];
    }
  | { type: 'refused'; message: string }
  | { type: 'result'; id: number; values: Float32Array }
  | { type: 'failure'; id: number; message: string };
