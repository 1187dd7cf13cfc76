import type { Context } from 'aws-lambda';
import { RequestError } from './request-error.js';

/** How long this call may still work. */
export interface Deadline {
  /** In milliseconds, at least 0. */
  remaining(): number;
  /** @throws RequestError 503 `TIME_SHORT` when the work is not done in time; it goes on all the same. */
  hold<T>(work: Promise<T>): Promise<T>;
}

/** What it takes to answer that there was no time: Lambda kills a call that is late, and its caller learns nothing. */
const MARGIN_MS = 300;

export function deadlineOf(context: Pick<Context, 'getRemainingTimeInMillis'>): Deadline {
  const remaining = () => Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS);
  return {
    remaining,
    async hold(work) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(outOfTime()), remaining());
      });
      try {
        return await Promise.race([work, late]);
      } finally {
        clearTimeout(timer);
        // When it fails later, nobody listens any more.
        work.catch(() => undefined);
      }
    },
  };
}

function outOfTime(): RequestError {
  return new RequestError(
    503,
    'TIME_SHORT',
    'The answer was not ready before the function’s time ran out. Try again in a moment; if it lasts, raise its timeout.',
  );
}
