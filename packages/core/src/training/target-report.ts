import type { MultiLabelMetrics } from '../evaluation/evaluate-multi-label.js';
import type { RegressionMetrics } from '../evaluation/evaluate-regression.js';
import type { TrainReport } from './types.js';

/** What runs of both tasks measured. */
export type TargetRun = Pick<
  TrainReport,
  'strategy' | 'backbone' | 'startedFrom' | 'precision' | 'history' | 'seconds'
>;

/** What a run for several labels at once or for numbers measured. Accuracies of a regression's epochs are not numbers. */
export type TargetReport = TargetRun &
  (
    | {
        readonly task: 'multi-label';
        readonly test: MultiLabelMetrics;
        readonly baselines: { readonly meanAveragePrecision: number; readonly subsetAccuracy: number };
        /** Of each label: from this probability on it is said; by F1 on the validation pictures. */
        readonly thresholds: readonly number[];
      }
    | {
        readonly task: 'regression';
        readonly test: RegressionMetrics;
        readonly baselines: { readonly meanAbsoluteError: readonly number[] };
      }
  );
