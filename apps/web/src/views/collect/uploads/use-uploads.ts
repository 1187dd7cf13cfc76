import { useEffect, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { createUploadQueue, type UploadQueue } from './upload-queue.js';
import type { UploadsView } from './uploads-view.js';

/** One a dataset, for as long as the page is open. */
const queues = new Map<string, UploadQueue>();

/** What is being sent to a dataset, also since before this view was opened. */
export function useUploads(dataset: string): { queue: UploadQueue; uploads: UploadsView } {
  const client = useClient();
  const queue = queues.get(dataset) ?? createUploadQueue(client, dataset);
  queues.set(dataset, queue);
  const uploads = useSyncExternalStore(queue.subscribe, queue.view);
  const underWay = uploads.done < uploads.total;
  useEffect(() => {
    if (!underWay) return;
    // Files that were not sent yet are known to this page only.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [underWay]);
  return { queue, uploads };
}
