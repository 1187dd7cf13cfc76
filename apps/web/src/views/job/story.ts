import type { JobEvent, JobState } from '../../graphql/follow-job.js';

type EventOf<Name extends JobEvent['__typename']> = Extract<JobEvent, { __typename: Name }>;
export type Epoch = EventOf<'JobEpochEnded'>['ended'];
export type Stage = EventOf<'JobStageBegan'>['stage'];
type Progress = Omit<EventOf<'JobProgressed'>, '__typename' | 'cursor' | 'job' | 'stage'>;

/** What is known of one job from what has happened to it. */
export interface Chapter {
  /** Of its last event. */
  readonly cursor: number;
  readonly state: JobState;
  readonly attempt: number;
  readonly stage: Stage | undefined;
  /** What is done in the stage, in the server's words. */
  readonly doing: string | undefined;
  readonly progress: Progress | undefined;
  readonly epochs: readonly Epoch[];
  /** Each once, though every attempt may give it. */
  readonly notices: readonly { readonly level: string; readonly message: string }[];
  readonly error: string | undefined;
}

/** By job: of a comparison, its own chapter and those of its trainings. */
export type Story = Readonly<Record<string, Chapter>>;

const BEGINNING: Chapter = {
  cursor: 0,
  state: 'QUEUED',
  attempt: 0,
  stage: undefined,
  doing: undefined,
  progress: undefined,
  epochs: [],
  notices: [],
  error: undefined,
};

/** Whether these are penalties tried for a head that was solved for, and no epochs. */
export function wasSolved(epochs: readonly Epoch[]): boolean {
  return epochs.length > 0 && epochs.every(({ l2 }) => l2 != null);
}

/** The story with what has happened since; what it tells already changes nothing. */
export function told(story: Story, events: readonly JobEvent[]): Story {
  const next: Record<string, Chapter> = { ...story };
  for (const event of events) {
    const chapter = next[event.job] ?? BEGINNING;
    const cursor = Number(event.cursor);
    if (cursor > chapter.cursor) next[event.job] = { ...after(chapter, event), cursor };
  }
  return next;
}

function after(chapter: Chapter, event: JobEvent): Chapter {
  switch (event.__typename) {
    case 'JobStateChanged':
      return {
        ...chapter,
        state: event.state,
        attempt: event.attempt,
        error: event.errorMessage ?? undefined,
        progress: undefined,
      };
    case 'JobStageBegan':
      return { ...chapter, stage: event.stage, doing: event.message, progress: undefined };
    case 'JobProgressed': {
      const { stage, progress, secondsLeft, imagesPerSecond, epoch, epochs } = event;
      return { ...chapter, stage, progress: { progress, secondsLeft, imagesPerSecond, epoch, epochs } };
    }
    case 'JobEpochEnded':
      return { ...chapter, epochs: [...chapter.epochs, event.ended] };
    case 'JobNotice': {
      const { level, message } = event;
      const isKnown = chapter.notices.some((notice) => notice.message === message);
      return isKnown ? chapter : { ...chapter, notices: [...chapter.notices, { level, message }] };
    }
  }
}
