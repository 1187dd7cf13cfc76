import { useEffect, useReducer, useRef, useState } from 'react';
import { type FollowedJob, followJob } from '../../graphql/follow-job.js';
import { job as strings } from '../../strings/index.js';
import { type Story, told } from './story.js';

export interface JobStory {
  readonly story: Story;
  readonly isConnected: boolean;
  /** Why the server tells nothing of this job; undefined where it does. */
  readonly refusal: string | undefined;
  /** Asks at once for what is new. */
  readonly refresh: () => void;
}

/** What happens to a job, while this is on the page. Remount it (by a key) for another job. */
export function useJobStory(job: string): JobStory {
  const [story, tell] = useReducer(told, {});
  const [isConnected, setConnected] = useState(true);
  const [refusal, setRefusal] = useState<string>();
  const followed = useRef<FollowedJob>(undefined);
  useEffect(() => {
    followed.current = followJob(job, {
      onEvents: tell,
      onConnection: setConnected,
      onRefusal: (message) => setRefusal(message ?? strings.refused),
    });
    return () => followed.current?.stop();
  }, [job]);
  return { story, isConnected, refusal, refresh: () => followed.current?.refresh() };
}
