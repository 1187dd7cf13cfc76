import type { App } from '../app.js';
import { childrenOf } from './find-job.js';
import type { JobRow } from './job-handler.js';
import { endJob, isEnded } from './job-states.js';
import { removeLeftovers } from './job-storage.js';
import { withJob } from './with-job.js';

/**
 * Ends a job that waits at once and has a running one stopped by its worker at its next step; an ended one stays as it is.
 * Cancels a comparison with its trainings.
 */
export async function cancelJob(app: App, job: JobRow): Promise<void> {
  for (const child of await childrenOf(app, job)) await cancelJob(app, child);
  if (job.kind === 'COMPARISON') return;
  await withJob(app.db, job.id, async (transaction, now) => {
    if (isEnded(now)) return;
    if (now.state === 'QUEUED') return endJob(transaction, now, 'CANCELED');
    await transaction.updateTable('jobs').set({ cancel_requested: true }).where('id', '=', now.id).execute();
  });
  await removeLeftovers(app, job.id);
}
