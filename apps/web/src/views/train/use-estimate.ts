import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { inWords } from '../../graphql/in-words.js';
import { problemsOf } from './problems.js';
import { recipeOf, type Settings, tuningOf } from './settings.js';
import { ESTIMATE } from './train-queries.js';

export interface Estimate {
  readonly secondsLow: number;
  readonly secondsHigh: number;
  readonly downloadBytes: number | null;
  /** Of the model. */
  readonly name: string;
  /** At once: epochs and learning rate are not used, unless given. */
  readonly solvesHead: boolean;
  /** What is taken where nothing was chosen. */
  readonly epochs: number;
  readonly learningRate: number;
}

export interface Estimating {
  readonly estimate: Estimate | undefined;
  /** Why these settings cannot be carried out; undefined where they can. */
  readonly problem: string | undefined;
  readonly isNew: boolean;
}

/** While somebody types. */
const PAUSE_MS = 250;

/** How long a training with these settings takes: the server's estimate, of both trainings together for a comparison. */
export function useEstimate(dataset: string, settings: Settings): Estimating {
  const settled = useSettled(settings);
  const { name: _, ...recipe } = recipeOf(dataset, settled);
  const tuned = { ...recipe, strategy: { fineTuning: tuningOf(settled) } };
  const both = settled.strategy === 'both';
  const [{ data, error, fetching }] = useQuery({
    query: ESTIMATE,
    variables: { first: settled.strategy === 'tune' ? tuned : recipe, second: tuned, both },
    pause: Object.keys(problemsOf(settled)).length > 0,
  });
  const { first, second } = data ?? {};
  return {
    estimate: first && {
      ...first,
      secondsLow: first.secondsLow + (second?.secondsLow ?? 0),
      secondsHigh: first.secondsHigh + (second?.secondsHigh ?? 0),
    },
    problem: error && inWords(error),
    isNew: !fetching && settled === settings,
  };
}

function useSettled<Value>(value: Value): Value {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
