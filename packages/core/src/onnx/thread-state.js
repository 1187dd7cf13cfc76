// One number that a thread and the main thread share: whether the thread may be ended. JavaScript because the thread
// imports it, see session-thread.js.

const IDLE = 0;
const BUSY = 1;
const STOPPED = 2;

/** How long a process that is to end waits for a run: the longest that was seen, VGG16 on a busy machine, took a second. */
const STOP_WAIT_MS = 10_000;

/** @returns {Int32Array} the state of a thread that is about to start: busy. */
export function startingState() {
  const state = new Int32Array(new SharedArrayBuffer(4));
  state[0] = BUSY;
  return state;
}

/**
 * In the thread: does the work unless the process is ending.
 *
 * @param {Int32Array} state
 * @param {() => Promise<void>} work
 */
export async function unlessStopped(state, work) {
  if (Atomics.compareExchange(state, 0, IDLE, BUSY) !== IDLE) return;
  await work();
  rest(state);
}

/**
 * In the thread: the work is done.
 *
 * @param {Int32Array} state
 */
export function rest(state) {
  Atomics.compareExchange(state, 0, BUSY, IDLE);
  Atomics.notify(state, 0);
}

/**
 * In the main thread: holds it up until the thread's work is done; the thread begins no other.
 *
 * @param {Int32Array} state
 */
export function stop(state) {
  const deadline = performance.now() + STOP_WAIT_MS;
  while (Atomics.compareExchange(state, 0, IDLE, STOPPED) === BUSY && performance.now() < deadline)
    Atomics.wait(state, 0, BUSY, deadline - performance.now());
}
