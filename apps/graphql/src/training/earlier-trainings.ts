import { type SqlBool, sql } from 'kysely';
import type { App } from '../app.js';

/** What earlier trainings on a backbone tell about the next one. */
export interface Experience {
  /** Whether one has succeeded, so that its weights are at hand. */
  readonly any: boolean;
  /** Whether one has succeeded on this dataset: the features of the same pictures are likely kept. */
  readonly onThese: boolean;
  /** Median of what workers reported while they computed features; undefined where none did. */
  readonly imagesPerSecond: number | undefined;
}

/** Progress is reported once a second: this looks back about half a minute of work. */
const REPORTS = 30;

export async function earlierTrainings(
  { db }: Pick<App, 'db'>,
  datasetId: string,
  backbone: string,
): Promise<Experience> {
  const ofBackbone = sql<SqlBool>`jobs.input -> 'recipe' -> 'backbone' ->> 'name' = ${backbone}`;
  const succeeded = await db
    .selectFrom('jobs')
    .select('dataset_id')
    .distinct()
    .where('kind', '=', 'TRAINING')
    .where('state', '=', 'SUCCEEDED')
    .where(ofBackbone)
    .execute();
  const reports = await db
    .selectFrom('job_events')
    .innerJoin('jobs', 'jobs.id', 'job_events.job_id')
    .select(sql<number>`(payload ->> 'imagesPerSecond')::float`.as('speed'))
    .where('type', '=', 'progress')
    .where(sql<SqlBool>`payload ->> 'stage' = 'features' and payload ->> 'imagesPerSecond' is not null`)
    .where(ofBackbone)
    .orderBy('job_events.id', 'desc')
    .limit(REPORTS)
    .execute();
  const speeds = reports.map(({ speed }) => speed).sort((a, b) => a - b);
  return {
    any: succeeded.length > 0,
    onThese: succeeded.some(({ dataset_id }) => dataset_id === datasetId),
    imagesPerSecond: speeds[Math.floor(speeds.length / 2)],
  };
}
