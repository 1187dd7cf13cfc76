import { execFileSync } from 'node:child_process';

/** Minutes after which a file of tests is given up. The longest, with a browser and a service, takes three here. */
const LIMIT = 20;

/**
 * Vitest's own limits are timers in the process of the tests: a call that never returns, in a native library say, stops
 * them too, and with them the whole run, without a word. This names the file and ends the run.
 *
 * @returns {import('vitest/reporters').Reporter}
 */
export function nameWhatHangs() {
  /** @type {Map<string, NodeJS.Timeout>} */
  const running = new Map();
  return {
    onTestModuleStart({ moduleId }) {
      running.set(
        moduleId,
        setTimeout(() => giveUp(moduleId), LIMIT * 60_000),
      );
    },
    onTestModuleEnd({ moduleId }) {
      clearTimeout(running.get(moduleId));
      running.delete(moduleId);
    },
    onTestRunEnd() {
      for (const timer of running.values()) clearTimeout(timer);
    },
  };
}

/** @param {string} moduleId */
function giveUp(moduleId) {
  console.error(
    `${moduleId} has not ended after ${LIMIT} minutes: something in it does not return. The run ends here.`,
  );
  // A process that does not return hears nothing, and would hold this one's output open.
  execFileSync('pkill', ['-KILL', '-P', String(process.pid)]);
  process.exit(1);
}
