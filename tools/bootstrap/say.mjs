/** Progress goes to stderr, so that a command's own output (`--json`) stays clean. @param {string} line */
export function say(line) {
  process.stderr.write(`graft: ${line}\n`);
}

/** A problem explained to the user in full: shown without a stack trace. */
export class BootstrapError extends Error {}

/** @param {unknown} error @returns {never} */
export function fail(error) {
  say(error instanceof BootstrapError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exit(1);
}

/** Runs `body` and says how long it took. @template T @param {string} what @param {() => Promise<T>} body */
export async function timed(what, body) {
  say(`${what} …`);
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  try {
    const result = await body();
    say(`${what}: done in ${seconds()} s`);
    return result;
  } catch (error) {
    say(`${what}: failed after ${seconds()} s`);
    throw error;
  }
}
