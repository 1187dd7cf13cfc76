import { Link } from 'react-aria-components';
import { start as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import { Progress } from '../../ui/progress.js';
import type { JobSummary } from './queries.js';
import styles from './start.module.css';

/** What workers are at, and what waits for them. */
export function RunningJobs({ jobs }: { readonly jobs: readonly JobSummary[] }) {
  return (
    <Card title={strings.running}>
      <ul className={styles.jobs}>
        {jobs.map(({ id, kind, state, progress, dataset }) => (
          <li key={id}>
            <Link href={placeOf(kind, id, dataset?.id)}>
              {strings.kinds[kind] ?? kind}
              {dataset && `: ${dataset.name}`}
            </Link>
            {state === 'QUEUED' ? (
              <span className={styles.muted}>{strings.waiting}</span>
            ) : (
              <Progress label={strings.kinds[kind] ?? kind} value={progress ?? undefined} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Trainings have a view of their own; other work is shown where it was asked for. */
function placeOf(kind: string, id: string, dataset: string | undefined): string {
  return (kind === 'IMPORT' || kind === 'CHECK') && dataset ? `/datasets/${dataset}` : `/jobs/${id}`;
}
