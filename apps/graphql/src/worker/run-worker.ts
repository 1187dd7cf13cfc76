import type { App } from '../app.js';
import type { JobHandlers } from '../jobs/job-handler.js';
import { recoverJobs } from '../jobs/recover-jobs.js';
import { runJob } from '../jobs/run-job.js';

const RECOVER_EVERY_MS = 60_000;

/**
 * Works on jobs until the queue is stopped (`app.queue.stop()`, as closing the app does): running jobs then end at their
 * next step and go back to the queue at once.
 *
 * @param concurrency jobs at a time; 0 takes none.
 */
export async function runWorker(app: App, handlers: JobHandlers, concurrency: number): Promise<void> {
  if (concurrency === 0) return;
  const recover = async () => {
    try {
      const count = await recoverJobs(app);
      if (count > 0) app.log.warn({ count }, 'jobs without a worker were queued again');
    } catch (err) {
      app.log.error({ err }, 'looking for jobs without a worker failed');
    }
  };
  await recover();
  const timer = setInterval(recover, RECOVER_EVERY_MS);
  app.queue.stopping.addEventListener('abort', () => clearInterval(timer));
  await app.queue.work(concurrency, (jobId, stop) => runJob(app, handlers, jobId, stop));
}
