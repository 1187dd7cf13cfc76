import { wilsonInterval } from '../../packages/core/dist/evaluation/wilson-interval.js';
import { SYSTEMS } from './systems.mjs';

/**
 * Of each system the mean accuracy over the seeds, with Wilson's 95% interval for as many pictures as one seed tests: the
 * seeds mostly share their test pictures, so that counting each time anew would promise too much.
 */
export function summarize(runs, tested) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  return Object.fromEntries(
    Object.keys(SYSTEMS)
      .filter((system) => runs[0][system])
      .map((system) => {
        const accuracy = mean(runs.map((run) => run[system].accuracy));
        const seconds = mean(runs.map((run) => run[system].seconds));
        return [system, { accuracy, interval: wilsonInterval(accuracy * tested, tested), seconds }];
      }),
  );
}
