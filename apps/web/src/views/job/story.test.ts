import { describe, expect, test } from 'vitest';
import type { JobEvent } from '../../graphql/follow-job.js';
import { told } from './story.js';

const JOB = { job: 'job' };
const state = (cursor: number, state: 'QUEUED' | 'RUNNING' | 'FAILED', errorMessage?: string): JobEvent => ({
  __typename: 'JobStateChanged',
  ...JOB,
  cursor: String(cursor),
  state,
  attempt: 1,
  errorCode: null,
  errorMessage: errorMessage ?? null,
});
const notice = (cursor: number, message: string): JobEvent => ({
  __typename: 'JobNotice',
  ...JOB,
  cursor: String(cursor),
  level: 'INFO',
  message,
});

describe('the story of a job', () => {
  test('is the same however often its past is told, as after a lost connection', () => {
    const events = [state(9, 'QUEUED'), state(10, 'RUNNING'), notice(11, 'one')];
    const once = told({}, events);
    expect(told(once, events)).toEqual(once);
    expect(told(told({}, events.slice(0, 2)), events)).toEqual(once);
  });

  test('of a job that failed and was taken up again has its error no more', () => {
    const failed = told({}, [state(1, 'FAILED', 'No disk space.')]);
    expect(failed.job?.error).toBe('No disk space.');
    expect(told(failed, [state(2, 'QUEUED')]).job).toMatchObject({ state: 'QUEUED', error: undefined });
  });

  test('has a notice once, though every attempt gives it', () => {
    const { job } = told({}, [notice(1, 'two files left out'), notice(2, 'two files left out')]);
    expect(job?.notices).toEqual([{ level: 'INFO', message: 'two files left out' }]);
  });

  test('of a comparison keeps its trainings apart', () => {
    const story = told({}, [state(1, 'RUNNING'), { ...state(2, 'FAILED'), job: 'child' }]);
    expect([story.job?.state, story.child?.state]).toEqual(['RUNNING', 'FAILED']);
  });
});
