import type { App } from '../app.js';
import { patiently } from '../database/patiently.js';
import type { JobRow } from './job-handler.js';

/** Where an attempt puts its model: no two attempts write to one place. */
export function modelPrefix({ id, attempt }: Pick<JobRow, 'id' | 'attempt'>): string {
  return `models/${id}/${attempt}`;
}

/** Where a job's checkpoints are, each under the number of the attempt that made it. */
export function checkpointPrefix(jobId: string): string {
  return `jobs/${jobId}/checkpoints/`;
}

/**
 * Removes from storage what attempts of this job have left and nobody needs: models that are not the job's, and the
 * checkpoints of a job that has succeeded. Those of one that failed or was cancelled stay for a retry.
 */
export async function removeLeftovers(
  { db, storage, log }: Pick<App, 'db' | 'storage' | 'log'>,
  jobId: string,
): Promise<void> {
  try {
    const job = await patiently(() =>
      db.selectFrom('jobs').select(['id', 'state', 'attempt']).where('id', '=', jobId).executeTakeFirst(),
    );
    if (!job) return;
    const model = await patiently(() =>
      db.selectFrom('models').select('storage_prefix').where('job_id', '=', jobId).executeTakeFirst(),
    );
    const isNeeded = (key: string) => {
      const attempt = Number(key.split('/')[2]);
      if (model && key.startsWith(`${model.storage_prefix}/`)) return true;
      // A later one may have begun since the row was read.
      return attempt > job.attempt || (attempt === job.attempt && job.state === 'RUNNING');
    };
    const models = (await storage.list(`models/${jobId}/`)).filter((key) => !isNeeded(key));
    const checkpoints = job.state === 'SUCCEEDED' ? await storage.list(checkpointPrefix(jobId)) : [];
    for (const key of [...models, ...checkpoints]) await storage.remove(key);
  } catch (err) {
    log.warn({ err, job: jobId }, 'what the job left in storage could not be removed');
  }
}
