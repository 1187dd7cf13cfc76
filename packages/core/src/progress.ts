/** The stages of a run, in order. */
export type Stage = 'dataset' | 'weights' | 'features' | 'warm-up' | 'training' | 'evaluation' | 'saving';

/** One epoch's result. Losses are mean cross-entropies in nats, accuracies are in [0, 1]. */
export interface EpochRecord {
  /** `warm-up`: the head alone before fine-tuning; `training`: the strategy itself. */
  phase: 'warm-up' | 'training';
  /** 1-based within its phase. */
  epoch: number;
  loss: number;
  accuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  /** 0 where the optimiser has none. */
  learningRate: number;
  /** The penalty that this record is the result of, where several are tried. */
  l2?: number;
  seconds: number;
}

/** What long work reports while it runs. */
export type ProgressEvent =
  | { type: 'stage'; stage: Stage; message: string }
  | {
      type: 'progress';
      stage: Stage;
      unit: 'images' | 'bytes' | 'files';
      done: number;
      total: number;
      perSecond: number;
      secondsLeft: number;
    }
  | {
      type: 'batch';
      stage: 'warm-up' | 'training';
      epoch: number;
      epochs: number;
      batch: number;
      batches: number;
      /** Running means over the epoch so far. */
      loss: number;
      accuracy: number;
      imagesPerSecond: number;
      secondsLeft: number;
    }
  | { type: 'epoch'; stage: 'warm-up' | 'training'; epochs: number; record: EpochRecord }
  | { type: 'notice'; level: 'info' | 'warning'; message: string };

export type OnProgress = (event: ProgressEvent) => void;
