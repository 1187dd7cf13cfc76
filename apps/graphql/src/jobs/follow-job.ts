import type { App } from '../app.js';
import type { Database } from '../database/database.js';
import { patiently } from '../database/patiently.js';
import type { JobEvent } from './job-events.js';
import { type JobPulse, pulseOf } from './job-pulse.js';
import { isEnded } from './job-states.js';
import { listEvents } from './list-events.js';

/** Events read at a time. */
const PAGE = 500;

/**
 * The story of a job from a cursor on, first what has happened and then what happens, until the job has ended: whoever
 * asks again with the last cursor that he saw misses nothing and sees nothing twice. A comparison's story is its own
 * events and those of its trainings.
 *
 * @param after cursor of the last event seen; undefined starts at the beginning.
 */
export function followJob(
  { db }: Pick<App, 'db'>,
  jobId: string,
  after?: string,
): AsyncIterableIterator<JobEvent> {
  const closing = new AbortController();
  const events = follow(db, jobId, after ?? '0', closing.signal);
  return {
    next: () => events.next(),
    // A generator that waits for the next event cannot be returned from; it is woken up first.
    return: async () => {
      closing.abort();
      return events.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* follow(
  db: Database,
  jobId: string,
  after: string,
  closed: AbortSignal,
): AsyncGenerator<JobEvent, undefined> {
  const pulse: JobPulse = pulseOf(db, jobId);
  let cursor = after;
  try {
    while (!closed.aborted) {
      const nextBeat = pulse.next(closed);
      // The state first: when it is final, every event before that is there to be read.
      const query = db.selectFrom('jobs').select('state').where('id', '=', jobId);
      const state = await patiently(() => query.executeTakeFirst(), closed);
      const events = await patiently(
        () => listEvents({ db }, jobId, { after: [cursor], limit: PAGE, inverted: false }),
        closed,
      );
      for (const event of events) {
        cursor = event.id;
        yield event;
      }
      if (events.length === PAGE) continue;
      const last = events.at(-1);
      const hasEnded = !state || isEnded(state);
      // A job that was retried in between goes on.
      if (hasEnded && (!last || isLastWord(last, jobId))) return;
      await nextBeat;
    }
  } finally {
    pulse.close();
  }
}

function isLastWord(event: JobEvent, jobId: string): boolean {
  return event.type === 'state' && event.job_id === jobId && isEnded(event.payload);
}
