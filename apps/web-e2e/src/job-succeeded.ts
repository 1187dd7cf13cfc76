import { expect, vi } from 'vitest';
import { ask } from './ask.js';

/** Until the job has ended well. */
export async function jobSucceeded(url: string, id: string, patienceMs: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { job } = await ask<{ job: { state: string } }>(
        url,
        'query ($id: ID!) { job(id: $id) { state } }',
        { id },
      );
      expect(job.state).toBe('SUCCEEDED');
    },
    { timeout: patienceMs, interval: 300 },
  );
}
