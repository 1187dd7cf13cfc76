import { useEffect, useRef } from 'react';
import { collect as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { Progress } from '../../ui/progress.js';
import { tell } from '../../ui/toasts.js';
import type { Collection } from './use-collection.js';

const words = strings.uploads;

interface Props {
  readonly job: NonNullable<Collection['latestImport']>;
  /** A zip that was sent by this page; it may be done before it is first asked for. */
  readonly begunHere: boolean;
}

const told = new Set<string>();

/** How far a zip or a folder of the server is; what came of it is said once. */
export function ImportProgress({ job, begunHere }: Props) {
  const { id, state, progress, error, imported } = job;
  const working = state === 'QUEUED' || state === 'RUNNING';
  const news = useRef(working || begunHere);
  useEffect(() => {
    if (!imported || !news.current || told.has(id)) return;
    told.add(id);
    tell(words.imported(imported.added, imported.left, imported.bad));
  }, [id, imported]);
  if (state === 'FAILED') {
    return (
      <Problem>
        {words.importFailed} {error?.message}
      </Problem>
    );
  }
  if (!working) return null;
  return (
    <Card>
      <Progress label={words.importing} value={progress ?? undefined} />
    </Card>
  );
}
