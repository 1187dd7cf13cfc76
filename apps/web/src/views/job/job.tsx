import { useEffect } from 'react';
import { useQuery } from 'urql';
import { Unavailable } from '../../shell/unavailable.js';
import { useAddressId } from '../../shell/use-address-id.js';
import { job as strings } from '../../strings/index.js';
import { ButtonLink } from '../../ui/button.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Comparison } from './comparison.js';
import { JobActions } from './job-actions.js';
import { JOB, type Job as JobData } from './job-query.js';
import type { Chapter, Story } from './story.js';
import { TrainingCard } from './training-card.js';
import { useJobStory } from './use-job-story.js';

const ASK_AGAIN_MS = 2000;

/** A job at its own address: what it is at, live, and in the end what it gave. */
export default function Job() {
  const id = useAddressId();
  return <WatchedJob key={id} id={id} />;
}

function WatchedJob({ id }: { readonly id: string }) {
  const { story, isConnected, refusal, refresh } = useJobStory(id);
  const [{ data, error }, ask] = useQuery({ query: JOB, variables: { id } });
  const states = Object.values(story)
    .map(({ state }) => state)
    .join();
  useEffect(() => {
    if (states) ask({ requestPolicy: 'network-only' });
  }, [states, ask]);
  useEffect(() => {
    if (!error?.networkError) return;
    const timer = setTimeout(() => ask({ requestPolicy: 'network-only' }), ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error, ask]);

  const job = data?.job;
  if (!job) return <Unavailable error={error} again={ask} />;
  const chapter = story[id];
  const dataset = job.dataset?.name ?? strings.deletedDataset;
  return (
    <Page
      title={strings.title[job.kind](dataset)}
      tab={`${tabOf(job, story)} · ${dataset}`}
      lead={job.parent && <a href={`/jobs/${job.parent.id}`}>{strings.partOf}</a>}
      actions={<JobActions job={job} state={chapter?.state ?? job.state} onChanged={refresh} />}
    >
      <p role="status" className="visually-hidden">
        {announcement(job, story)}
      </p>
      {refusal ? <Problem>{refusal}</Problem> : !isConnected && <Problem>{strings.lost}</Problem>}
      {job.kind === 'COMPARISON' ? (
        <Comparison job={job} story={story} />
      ) : (
        <TrainingCard job={job} chapter={chapter} />
      )}
      {job.predictions && <ButtonLink href={job.predictions.url}>{strings.answers}</ButtonLink>}
    </Page>
  );
}

/** The trainings of a comparison, or the job itself. */
function partsOf(job: JobData, story: Story): (Chapter | undefined)[] {
  return job.children.length > 0 ? job.children.map(({ id }) => story[id]) : [story[job.id]];
}

function tabOf(job: JobData, story: Story): string {
  const state = story[job.id]?.state ?? job.state;
  if (state !== 'RUNNING') return strings.tab[state];
  const running = partsOf(job, story).find((part) => part?.state === 'RUNNING');
  return strings.tab.RUNNING(strings.stages[running?.stage ?? 'DATASET'], running?.progress?.progress);
}

/** Said to those who listen: stages and ends, not every percent. */
function announcement(job: JobData, story: Story): string {
  const state = story[job.id]?.state ?? job.state;
  const running = partsOf(job, story).find((part) => part?.state === 'RUNNING');
  return state === 'RUNNING' && running?.stage ? strings.doing[running.stage] : strings.state[state];
}
