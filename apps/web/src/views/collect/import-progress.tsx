import { useEffect, useRef } from 'react';
import { collect as strings } from '../../strings/index.js';
import { Card } from '../../ui/card.js';
import { Problem } from '../../ui/problem.js';
import { Progress } from '../../ui/progress.js';
import { tell } from '../../ui/toasts.js';
import type { Collection } from './use-collection.js';

const words = strings.uploads;

/** How far a zip or a folder of the server is; what came of it is said once. */
export function ImportProgress({ job }: { readonly job: NonNullable<Collection['latestImport']> }) {
  const { state, progress, error, imported } = job;
  const working = state === 'QUEUED' || state === 'RUNNING';
  const wasWorking = useRef(working);
  useEffect(() => {
    if (wasWorking.current && !working && imported) {
      const { added, left, bad } = imported;
      tell(words.imported(added, left, bad));
    }
    wasWorking.current = working;
  }, [working, imported]);
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
