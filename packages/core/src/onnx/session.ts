import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import { EngineError } from '../errors.js';
import { sumsOfBytesAreExact } from './byte-sums.js';

/** A compiled network with one input and one output, ready to run on the CPU. */
export interface OnnxSession {
  /** Of one sample, without the batch; a side that the network leaves open is null. */
  readonly inputShape: readonly (number | null)[];
  readonly outputShape: readonly (number | null)[];
  /** What `run` takes: `uint8` for networks exported with `uint8Input`. */
  readonly inputType: 'float32' | 'uint8';
  /**
   * Holds up the calling thread until it is done (onnxruntime-node computes on it); other threads, such as those that
   * decode pictures, go on.
   *
   * @param input `batch` samples, row-major, in the network's input type.
   * @param inputShape of one sample, where the network leaves sides open.
   * @returns `batch` outputs, row-major.
   * @throws EngineError `ENGINE_ONNX_RUN` when the input does not fit or the computation fails.
   */
  run(input: Float32Array | Uint8Array, batch: number, inputShape?: readonly number[]): Promise<Float32Array>;
  /** Frees the network's memory; the session cannot run afterwards. */
  dispose(): Promise<void>;
}

export interface SessionOptions {
  /**
   * Threads that one `run` computes with. Default: as many as this process may use processors. ONNX Runtime's own
   * default counts the machine's cores and ties a thread to each, also where the process was given fewer of them.
   */
  readonly threads?: number;
}

/**
 * Compiles an ONNX file for this processor.
 *
 * @throws EngineError `ENGINE_ONNX_UNAVAILABLE` when ONNX Runtime cannot be loaded here, `ENGINE_ONNX_MODEL` when it
 * refuses the file.
 */
export async function createSession(
  bytes: Uint8Array,
  { threads = availableParallelism() }: SessionOptions = {},
): Promise<OnnxSession> {
  const runtime = await loadRuntime();
  const session = await open(runtime, bytes, threads);
  const ends = endsOf(session.inputMetadata, session.outputMetadata);
  const { inputType } = ends;
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  return {
    ...ends,
    async run(data, batch, inputShape = ends.inputShape as number[]) {
      try {
        const feed = new runtime.Tensor(inputType, data, [batch, ...inputShape]);
        const results = await session.run({ [input]: feed });
        return results[output]!.data as Float32Array;
      } catch (cause) {
        throw couldNotRun(data, inputType, [batch, ...inputShape], cause);
      }
    },
    dispose: () => session.release(),
  };
}

type Runtime = typeof import('onnxruntime-node');
type End = InferenceSession.TensorValueMetadata;

/** @throws EngineError `ENGINE_ONNX_UNAVAILABLE`. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    const runtime = await import('onnxruntime-node');
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    throw new EngineError(
      'ENGINE_ONNX_UNAVAILABLE',
      `ONNX Runtime cannot be loaded on ${process.platform} ${process.arch} (${messageOf(cause)}). Run \`npm run bootstrap\`, then \`graft doctor\`.`,
      { cause },
    );
  }
}

async function open(runtime: Runtime, bytes: Uint8Array, threads: number): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(bytes, sessionOptions(threads));
  } catch (cause) {
    throw refused(cause);
  }
}

/** How every session computes, however many threads it has. */
export function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Exact sums of bytes at a third of the speed, which this option asks for on every x64 processor.
    ...(sumsOfBytesAreExact() ? {} : { extra: { session: { x64quantprecision: '1' } } }),
  };
}

export function refused(cause: unknown): EngineError {
  return new EngineError('ENGINE_ONNX_MODEL', `ONNX Runtime refused the network: ${messageOf(cause)}`, {
    cause,
  });
}

/** @param dims of the input that was expected, batch first. */
export function couldNotRun(
  data: Float32Array | Uint8Array,
  type: OnnxSession['inputType'],
  dims: readonly (number | null)[],
  cause: unknown,
): EngineError {
  return new EngineError(
    'ENGINE_ONNX_RUN',
    `ONNX Runtime could not run ${dims[0]} samples; expected ${type} of shape [${dims.join(', ')}], received ${data.length} values: ${messageOf(cause)}`,
    { cause, details: { batch: dims[0], values: data.length } },
  );
}

/** The shapes and the type of a session's one input and one output. */
export function endsOf(
  inputs: readonly InferenceSession.ValueMetadata[],
  outputs: readonly InferenceSession.ValueMetadata[],
): Pick<OnnxSession, 'inputShape' | 'outputShape' | 'inputType'> {
  const [input, output] = [endOf(inputs), endOf(outputs)];
  return {
    inputShape: sidesOf(input),
    outputShape: sidesOf(output),
    inputType: input.type as OnnxSession['inputType'],
  };
}

function endOf(ends: readonly InferenceSession.ValueMetadata[]): End {
  const [end, ...others] = ends;
  if (!end?.isTensor || others.length > 0) {
    throw new EngineError(
      'ENGINE_ONNX_MODEL',
      `The network has ${ends.length} inputs or outputs on one side; expected one tensor on each.`,
    );
  }
  return end;
}

function sidesOf({ shape }: End): (number | null)[] {
  return shape.slice(1).map((side) => (typeof side === 'number' ? side : null));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
