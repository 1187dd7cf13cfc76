import { z } from 'zod';
import { BundleError } from '../errors.js';
import {
  count,
  type DeepReadonly,
  epoch,
  fraction,
  type Manifest,
  type ModelFacts,
  manifestSchema,
  parsedBy,
  refuseLaterVersion,
} from './manifest.js';

const interval = z.tuple([z.number(), z.number()]);
const estimate = z.object({ value: z.number(), interval });

/** What models of every task have. Regressions have no accuracy, so their epochs have none. */
const common = manifestSchema
  .omit({ labels: true, metrics: true, calibration: true, abstention: true, history: true })
  .extend({
    /** Labels, or names of the numbers. */
    labels: z.array(z.string()).min(1),
    history: z.array(
      epoch.extend({ accuracy: fraction.nullable(), validationAccuracy: fraction.nullable() }),
    ),
  });

const multiLabel = common.extend({
  task: z.literal('multi-label'),
  /** Of each label: from this probability on it is said. */
  thresholds: z.array(fraction),
  metrics: z.object({
    test: z.object({
      count,
      subsetAccuracy: fraction,
      interval,
      hammingLoss: fraction,
      logLoss: z.number(),
      meanAveragePrecision: fraction,
      macroF1: fraction,
      microF1: fraction,
      perLabel: z.array(
        z.object({
          label: z.string(),
          threshold: fraction,
          averagePrecision: fraction,
          precision: fraction,
          recall: fraction,
          f1: fraction,
          support: count,
        }),
      ),
    }),
    /** Of chance, and of always answering the most frequent set of labels. */
    baselines: z.object({ meanAveragePrecision: fraction, subsetAccuracy: fraction }),
  }),
});

const regression = common.extend({
  task: z.literal('regression'),
  metrics: z.object({
    test: z.object({
      count,
      perTarget: z.array(
        z.object({
          target: z.string(),
          meanAbsoluteError: estimate,
          rootMeanSquaredError: estimate,
          r2: estimate,
        }),
      ),
      largestErrors: z.array(
        z.object({ id: z.string(), target: z.string(), actual: z.number(), predicted: z.number() }),
      ),
    }),
    /** Of always answering the mean of the training samples, by target. */
    baselines: z.object({ meanAbsoluteError: z.array(z.number()) }),
  }),
});

const targetManifestSchema = z.discriminatedUnion('task', [multiLabel, regression]);

/** `model.json` of a model for several labels at once or for numbers. */
export type TargetManifest = DeepReadonly<z.infer<typeof targetManifestSchema>>;

type WithoutFiles<T> = T extends unknown ? Omit<T, 'formatVersion' | 'files'> : never;
/** What is known about one before it is written. */
export type TargetFacts = WithoutFiles<TargetManifest>;

export type AnyManifest = Manifest | TargetManifest;
export type AnyFacts = ModelFacts | TargetFacts;

/** As `parseManifest`. @throws BundleError `BUNDLE_TASK` for a model that gives each picture one label. */
export function parseTargetManifest(facts: Readonly<Record<string, unknown>>, place: string): TargetManifest {
  refuseLaterVersion(facts, place);
  if (facts.task !== undefined) return parsedBy(targetManifestSchema, facts, place);
  throw new BundleError(
    'BUNDLE_TASK',
    `The model at ${place} gives each picture one label; expected one for several labels or numbers. Load it with loadModel.`,
    { details: { task: 'single-label' } },
  );
}
