import type { ScheduleName } from './types.js';

/** Learning rate of a step, 0-based. */
export type Schedule = (step: number) => number;

/** Share of the steps that warm up linearly, as in Hugging Face's AutoTrain. */
const WARM_UP = 0.1;
/** Cosine decays to this share of the peak. */
const FINAL = 0.01;
/** fastai's one-cycle: this share of the steps rises, from peak / 25 to the peak, then falls to peak / 1e5. */
const ONE_CYCLE = { rise: 0.3, start: 1 / 25, end: 1e-5 };

/**
 * - `constant`: the peak throughout;
 * - `cosine`: linear warm-up over the first tenth, then half a cosine (Loshchilov and Hutter 2017) down to 1% of the peak;
 * - `one-cycle`: cosine up over the first 30%, cosine down over the rest (Smith 2018, as fastai anneals it).
 *
 * @param peak highest learning rate, > 0; @param steps steps of the whole run, >= 1.
 */
export function createSchedule(name: ScheduleName, peak: number, steps: number): Schedule {
  const schedules: Record<ScheduleName, Schedule> = {
    constant: () => peak,
    cosine: (step) => {
      const warmUp = Math.floor(steps * WARM_UP);
      if (step < warmUp) return (peak * (step + 1)) / (warmUp + 1);
      return anneal(peak, peak * FINAL, (step - warmUp) / Math.max(1, steps - 1 - warmUp));
    },
    'one-cycle': (step) => {
      const rise = Math.max(1, Math.floor(steps * ONE_CYCLE.rise));
      if (step < rise) return anneal(peak * ONE_CYCLE.start, peak, step / rise);
      return anneal(peak, peak * ONE_CYCLE.end, (step - rise) / Math.max(1, steps - 1 - rise));
    },
  };
  return schedules[name];
}

/** Half a cosine from `from` at 0 to `to` at 1. */
function anneal(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, progress)))) / 2;
}
