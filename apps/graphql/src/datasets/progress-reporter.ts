import type { OnProgress } from '@graft/core';

/** Progress is told about a hundred times however many files there are. */
const REPORTS = 100;

/** @returns to be called after each file. */
export function progressReporter(total: number, onProgress?: OnProgress): () => void {
  const every = Math.max(1, Math.ceil(total / REPORTS));
  const startedMs = performance.now();
  let done = 0;
  return () => {
    done++;
    if (done % every !== 0 && done !== total) return;
    const perSecond = done / Math.max(1e-3, (performance.now() - startedMs) / 1000);
    onProgress?.({
      type: 'progress',
      stage: 'dataset',
      unit: 'files',
      done,
      total,
      perSecond,
      secondsLeft: (total - done) / perSecond,
    });
  };
}
