import type { Database } from '../database/database.js';
import { newestEvent } from './list-events.js';

const BEAT_MS = 300;

/** Tells everybody in this process who follows a job that there may be something new. */
export interface JobPulse {
  /** Resolves when the job's story has grown since this was called, or the signal fires. */
  next(closed: AbortSignal): Promise<void>;
  /** To be called once by everybody who asked for it. */
  close(): void;
}

interface SharedPulse {
  users: number;
  readonly timer: NodeJS.Timeout;
  waiting: Set<() => void>;
}

const pulses = new WeakMap<Database, Map<string, SharedPulse>>();

/** One look at the database every beat, however many follow the job. */
export function pulseOf(db: Database, jobId: string): JobPulse {
  const ofDatabase = pulses.get(db) ?? new Map<string, SharedPulse>();
  pulses.set(db, ofDatabase);
  const pulse = ofDatabase.get(jobId) ?? startPulse(db, jobId);
  ofDatabase.set(jobId, pulse);
  pulse.users++;
  return {
    next: (closed) =>
      new Promise((resolve) => {
        const wake = () => {
          pulse.waiting.delete(wake);
          closed.removeEventListener('abort', wake);
          resolve();
        };
        pulse.waiting.add(wake);
        closed.addEventListener('abort', wake, { once: true });
      }),
    close() {
      pulse.users--;
      if (pulse.users > 0) return;
      clearInterval(pulse.timer);
      ofDatabase.delete(jobId);
    },
  };
}

function startPulse(db: Database, jobId: string): SharedPulse {
  let seen: string | undefined;
  const beat = async () => {
    const newest = await newestEvent({ db }, jobId);
    if (newest === seen) return;
    seen = newest;
    for (const wake of [...pulse.waiting]) wake();
  };
  // A database that is away is asked again at the next beat.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS);
  const pulse: SharedPulse = { users: 0, timer, waiting: new Set() };
  return pulse;
}
