import { stringifyDocument } from '@urql/core';
import { createClient, NetworkError } from 'graphql-sse';
import { readKey } from './api-key.js';
import { graphql, type ResultOf } from './graphql.js';

const PROGRESS = graphql(`
  subscription FollowJob($job: ID!, $after: String) {
    trainingProgress(job: $job, after: $after) {
      __typename
      cursor
      job
      ... on JobStateChanged {
        state
        attempt
        errorCode
        errorMessage
      }
      ... on JobStageBegan {
        stage
        message
      }
      ... on JobProgressed {
        stage
        progress
        secondsLeft
        imagesPerSecond
        epoch
        epochs
      }
      ... on JobEpochEnded {
        ended: epoch {
          phase
          epoch
          loss
          accuracy
          validationLoss
          validationAccuracy
          l2
          seconds
        }
      }
      ... on JobNotice {
        level
        message
      }
    }
  }
`);

export type JobEvent = ResultOf<typeof PROGRESS>['trainingProgress'];

export type JobState = Extract<JobEvent, { __typename: 'JobStateChanged' }>['state'];

export interface JobListener {
  /** What happened, in order, nothing twice: together what arrives together. */
  onEvents(events: readonly JobEvent[]): void;
  /** Whether the page hears from the server. */
  onConnection(connected: boolean): void;
  /** The server refuses, for good: there is no such job, or the key may not see it. Not always does it say why. */
  onRefusal(message: string | undefined): void;
}

export interface FollowedJob {
  /** Asks at once for what is new, as after a retry. */
  refresh(): void;
  stop(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
/** A job that failed or was cancelled may be retried from another browser. */
const ENDED_WAIT_MS = 10_000;
/** Events that come close together, as those of a job's past do, are handed on together: five times a second is live. */
const GATHER_MS = 200;

const stream = createClient({
  url: '/graphql/stream',
  retryAttempts: 0,
  headers: (): Record<string, string> => {
    const key = readKey();
    return key ? { authorization: `Bearer ${key}` } : {};
  },
});

/**
 * The story of a job, its past first, until it has succeeded. A lost connection is taken up again behind the last event
 * that came: when the browser is online or seen again, or else after a wait.
 */
export function followJob(job: string, listener: JobListener): FollowedJob {
  const browser = new AbortController();
  const gather = gathering(listener.onEvents);
  let state: JobState | undefined;
  let after: string | undefined;
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disconnect = () => {};

  const connectLater = (ms: number) => {
    timer = setTimeout(connect, ms);
  };
  const connect = () => {
    clearTimeout(timer);
    disconnect();
    disconnect = subscribe(job, after, {
      next(event) {
        wait = FIRST_WAIT_MS;
        after = event.cursor;
        if (event.__typename === 'JobStateChanged' && event.job === job) state = event.state;
        gather.add(event);
        listener.onConnection(true);
      },
      refused: listener.onRefusal,
      lost() {
        listener.onConnection(false);
        connectLater(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      },
      complete() {
        listener.onConnection(true);
        if (state !== 'SUCCEEDED') connectLater(isEnded(state) ? ENDED_WAIT_MS : wait);
      },
    });
  };
  const reconnect = () => {
    if (state !== 'SUCCEEDED' && document.visibilityState === 'visible') connect();
  };
  connect();
  window.addEventListener('online', reconnect, browser);
  document.addEventListener('visibilitychange', reconnect, browser);
  window.addEventListener('offline', () => listener.onConnection(false), browser);
  return {
    refresh: connect,
    stop() {
      browser.abort();
      clearTimeout(timer);
      gather.stop();
      disconnect();
    },
  };
}

export function isEnded(state: JobState | undefined): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED';
}

interface Connection {
  next(event: JobEvent): void;
  refused(message?: string): void;
  lost(): void;
  complete(): void;
}

/** @returns ends it; nothing is told of it afterwards. */
function subscribe(job: string, after: string | undefined, connection: Connection): () => void {
  let ended = false;
  const once = (tell: () => void) => {
    if (!ended) tell();
    ended = true;
  };
  const end = stream.subscribe<ResultOf<typeof PROGRESS>>(
    { query: stringifyDocument(PROGRESS), variables: { job, after } },
    {
      next({ data, errors }) {
        if (errors?.[0]) {
          const { message } = errors[0];
          once(() => connection.refused(message));
        } else if (data && !ended) connection.next(data.trainingProgress);
      },
      error: (error) => once(isRefusal(error) ? connection.refused : connection.lost),
      complete: () => once(connection.complete),
    },
  );
  return () => {
    ended = true;
    end();
  };
}

/** An answer that another try will not change; 429 is none, nor is what a proxy says while a server starts. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof NetworkError ? (error.response as Response | undefined)?.status : undefined;
  return status === 400 || status === 401 || status === 403;
}

function gathering(tell: (events: readonly JobEvent[]) => void) {
  let events: JobEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const handOn = () => {
    timer = undefined;
    const gathered = events;
    events = [];
    tell(gathered);
  };
  return {
    add(event: JobEvent) {
      events.push(event);
      timer ??= setTimeout(handOn, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
