import { Play, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import type { JobState } from '../../graphql/follow-job.js';
import { inWords } from '../../graphql/in-words.js';
import { useViewer } from '../../shell/viewer.js';
import { job as strings } from '../../strings/index.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Problem } from '../../ui/problem.js';
import { CANCEL, type Job, RETRY } from './job-query.js';

interface Props {
  readonly job: Job;
  readonly state: JobState;
  readonly onChanged: () => void;
}

/** Cancel, which can be taken back, or go on. */
export function JobActions({ job, state, onChanged }: Props) {
  const [cancelling, cancel] = useMutation(CANCEL);
  const [retrying, retry] = useMutation(RETRY);
  const [problem, setProblem] = useState<string>();
  const { mayTrain } = useViewer();
  const isRunning = state === 'QUEUED' || state === 'RUNNING';
  const canGoOn = (state === 'FAILED' || state === 'CANCELED') && !job.parent;
  const press = async (change: typeof cancel | typeof retry) => {
    const { data, error } = await change({ job: job.id });
    const errors = data && Object.values(data)[0]?.userErrors;
    setProblem(error ? inWords(error) : errors?.[0]?.message);
    onChanged();
  };
  return (
    <>
      {isRunning && mayTrain && (
        <Button onPress={() => press(cancel)} isDisabled={cancelling.fetching || job.cancelRequested}>
          <X aria-hidden />
          {strings.cancel}
        </Button>
      )}
      {canGoOn && mayTrain && (
        <Button kind="primary" onPress={() => press(retry)} isDisabled={retrying.fetching}>
          {state === 'CANCELED' ? <Play aria-hidden /> : <RotateCcw aria-hidden />}
          {state === 'CANCELED' ? strings.resume : strings.again}
        </Button>
      )}
      {!isRunning && job.dataset && (
        <>
          <ButtonLink href={`/datasets/${job.dataset.id}`}>{strings.toPictures}</ButtonLink>
          {mayTrain && (job.kind === 'TRAINING' || job.kind === 'COMPARISON') && (
            <ButtonLink href={`/datasets/${job.dataset.id}/train`}>{strings.trainAgain}</ButtonLink>
          )}
        </>
      )}
      {problem && <Problem>{problem}</Problem>}
    </>
  );
}
