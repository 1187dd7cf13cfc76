import type { App } from '../app.js';

const EVERY_MS = 30_000;

/**
 * Writes how many jobs wait (`depth`) and how many wait or run (`open`) to the log every 30 s, until the queue is stopped:
 * what reads the log can start workers by it.
 */
export function reportQueue({ queue, log }: Pick<App, 'queue' | 'log'>, everyMs = EVERY_MS): void {
  const report = async () => {
    try {
      const { waiting, running } = await queue.counts();
      log.info({ depth: waiting, open: waiting + running }, 'queue');
    } catch (err) {
      log.warn({ err }, 'the queue could not be counted');
    }
  };
  const timer = setInterval(report, everyMs);
  queue.stopping.addEventListener('abort', () => clearInterval(timer));
}
