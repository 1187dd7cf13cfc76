import { useSearchParams } from 'wouter';
import type { Filter } from './use-pictures.js';

const SPLITS = ['TRAIN', 'VALIDATION', 'TEST', 'UNASSIGNED'] as const;

/** Which pictures are shown, as the address says: it can be reloaded and shared. */
export function useFilter(): [Filter, (filter: Filter) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter: Filter = {
    label: parameters.get('class') ?? undefined,
    bad: parameters.has('bad') || undefined,
    split: SPLITS.find((split) => split === parameters.get('part')),
  };
  return [
    filter,
    ({ label, bad, split }) =>
      setParameters(
        {
          ...(label !== undefined && { class: label }),
          ...(bad && { bad: 'true' }),
          ...(split && { part: split }),
        },
        { replace: true },
      ),
  ];
}
