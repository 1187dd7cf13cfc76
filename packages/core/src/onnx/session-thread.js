// Runs in a worker thread, from source as well as built, so it is JavaScript; session-threads.ts starts it.
import { parentPort, workerData } from 'node:worker_threads';
import { rest, unlessStopped } from './thread-state.js';

/** @import { ThreadSetup, ThreadJob, ThreadMessage } from './session-threads.js' */

const { model, options, state } = /** @type {ThreadSetup} */ (workerData);
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

try {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-node');
  env.logLevel = 'error';
  const session = await InferenceSession.create(model, options);
  const { inputMetadata, outputMetadata } = session;
  const [input, output] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];

  /** @type {(job: ThreadJob) => Promise<void>} */
  const answer = async ({ id, data, dims }) => {
    try {
      const type = data instanceof Uint8Array ? 'uint8' : 'float32';
      const results = await session.run({ [input]: new Tensor(type, data, dims) });
      const values = /** @type {Float32Array<ArrayBuffer>} */ (results[output]?.data);
      send({ type: 'result', id, values }, [values.buffer]);
    } catch (error) {
      send({ type: 'failure', id, message: messageOf(error) });
    }
  };

  const close = async () => {
    await session.release();
    port.close();
  };

  let last = Promise.resolve();
  port.on('message', (/** @type {ThreadJob | 'close'} */ job) => {
    last = last.then(() => unlessStopped(state, () => (job === 'close' ? close() : answer(job))));
  });
  send({ type: 'ready', inputMetadata, outputMetadata });
} catch (error) {
  send({ type: 'refused', message: messageOf(error) });
} finally {
  rest(state);
}

/** @type {(message: ThreadMessage, transfer?: ArrayBuffer[]) => void} */
function send(message, transfer) {
  port.postMessage(message, transfer);
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
