/**
 * Runs inside the measured process before anything else, as Node's `--import`: notes when the phases of a start begin and
 * end, without any change to the function. Self-contained, because it travels as a URL.
 */
function observe(/** @type {typeof import('node:diagnostics_channel')} */ channels) {
  const now = () => performance.timeOrigin + performance.now();
  /** @type {any} */
  const seen = { preloadMs: now(), dlopen: {}, requestMs: 0, sessions: [] };
  channels.subscribe('http.client.request.start', () => {
    seen.requestMs ||= now();
  });
  const dlopen = process.dlopen;
  process.dlopen = (/** @type {any[]} */ ...args) => {
    const started = now();
    const result = Reflect.apply(dlopen, process, args);
    const name = String(args[1]).split('/').at(-1) ?? '';
    seen.dlopen[name] = { startedMs: started, endedMs: now() };
    // A plain property, whose class has methods that cannot be replaced.
    if (args[0].exports.InferenceSession)
      args[0].exports.InferenceSession = timed(args[0].exports.InferenceSession);
    return result;
  };
  /** @param {any} Native */
  function timed(Native) {
    return class extends Native {
      /** @param {unknown[]} args */
      loadModel(...args) {
        const started = now();
        const result = super.loadModel(...args);
        seen.sessions.push({ startedMs: started, endedMs: now() });
        return result;
      }
    };
  }
  process.on('SIGTERM', () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write(`phases ${JSON.stringify({ ...seen, cpuMs: (user + system) / 1000 })}\n`, () =>
      process.exit(),
    );
  });
}

const source = `import channels from 'node:diagnostics_channel';(${observe})(channels);`;

/** For Node's command line. */
export const OBSERVE_FLAGS = [
  '--import',
  `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`,
];

/**
 * From the start of the process to the first answer, in milliseconds; the phases follow one another and add up to `total`.
 *
 * @typedef {object} StartPhases
 * @property {number} node Until Node runs its first line.
 * @property {number} bundleLoad The runtime client, the function and sharp, until the first request to storage.
 * @property {number} modelDownload Until every file is there and verified, without the next.
 * @property {number} onnxRuntimeLoad
 * @property {number} sessionCreation
 * @property {number} runtime From there until the event is handed out.
 * @property {number} firstPrediction From the event to its answer.
 * @property {number} total
 * @property {number} cpu Processor time of the whole, which a busy machine does not change.
 */

/**
 * @param {string} logs Of a sandbox that was ended by SIGTERM.
 * @param {number} startedMs @param {{ ms: number, endedMs: number }} answer
 * @returns {StartPhases}
 */
export function phasesOf(logs, startedMs, answer) {
  const seen = JSON.parse(/^phases (.+)$/m.exec(logs)?.[1] ?? 'null');
  if (!seen) throw new Error(`The function has not said how it started:\n${logs}`);
  const onnx = seen.dlopen['onnxruntime_binding.node'];
  const onnxRuntimeLoad = onnx.endedMs - onnx.startedMs;
  const [first, last] = [seen.sessions[0], seen.sessions.at(-1)];
  const total = answer.endedMs - startedMs;
  const phases = {
    node: seen.preloadMs - startedMs,
    bundleLoad: seen.requestMs - seen.preloadMs,
    modelDownload: first.startedMs - seen.requestMs - onnxRuntimeLoad,
    onnxRuntimeLoad,
    sessionCreation: last.endedMs - first.startedMs,
    runtime: 0,
    firstPrediction: answer.ms,
    total,
    cpu: seen.cpuMs,
  };
  phases.runtime = answer.endedMs - answer.ms - last.endedMs;
  return phases;
}
