import { z } from 'zod';
import { BundleError } from '../errors.js';
import { CARD_FILE, MANIFEST_FILE, WEIGHTS_FILE } from './layout.js';

/** Version of the layout described here; a reader refuses versions it does not know. */
export const FORMAT_VERSION = 1;

export const fraction = z.number().min(0).max(1);
export const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const triple = z.tuple([z.number(), z.number(), z.number()]);
const file = z.object({ sha256, bytes: count });

/** `Metrics` without the paths of mistakes: where files lay on the training machine is nobody's business. */
const metrics = z.object({
  accuracy: fraction,
  interval: z.tuple([fraction, fraction]),
  count,
  logLoss: z.number(),
  macroF1: fraction,
  perClass: z.array(
    z.object({ label: z.string(), precision: fraction, recall: fraction, f1: fraction, support: count }),
  ),
  confusion: z.array(z.array(count)),
  mistakes: z.array(
    z.object({
      id: z.string(),
      actual: z.string(),
      predicted: z.string(),
      probability: fraction,
      actualProbability: fraction.optional(),
      neighbours: z.array(z.object({ id: z.string(), label: z.string(), similarity: z.number() })).optional(),
    }),
  ),
});

const reliability = z.object({
  expectedCalibrationError: fraction,
  bins: z.array(z.object({ count, confidence: fraction, accuracy: fraction })),
});

export const epoch = z.object({
  phase: z.enum(['warm-up', 'training']),
  epoch: count,
  loss: z.number(),
  accuracy: fraction,
  validationLoss: z.number(),
  validationAccuracy: fraction,
  learningRate: z.number(),
  l2: z.number().optional(),
  seconds: z.number(),
});

export const manifestSchema = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().min(1),
  createdAt: z.iso.datetime(),
  labels: z.array(z.string()).min(2),
  strategy: z.object({ name: z.enum(['feature-extraction', 'fine-tuning']), from: z.string().optional() }),
  backbone: z.object({
    name: z.string(),
    inputSize: z.int().positive(),
    alpha: z.number().positive(),
    /** Where the weights came from, for people. */
    weightsSource: z.string(),
    /** An ONNX file of somebody else's: the frozen part is there compiled only, and takes one picture at a time. */
    onnx: z.literal(true).optional(),
  }),
  /** The model that training went on from. */
  startedFrom: z
    .object({ model: z.string(), labels: z.array(z.string()), kept: z.array(z.string()) })
    .optional(),
  /** The frozen part. */
  prefix: z.object({
    /** Its last layer. */
    lastLayer: z.string(),
    featureShape: z.array(z.int().positive()),
    /** Of the network: what it computes, see `fingerprint`. */
    fingerprint: sha256,
    /** Of its file `prefixes/<sha256>.safetensors`; absent when it is rebuilt from the backbone that ships with Graft. */
    sha256: sha256.optional(),
    /** Of its compiled form `prefixes/<sha256>.onnx`; absent when it has a layer that cannot be compiled. */
    onnxSha256: sha256.optional(),
  }),
  preprocessing: z.object({
    inputSize: z.tuple([z.int().positive(), z.int().positive()]),
    resize: z.enum(['crop', 'letterbox', 'stretch']),
    scaling: z.object({
      mode: z.enum(['caffe', 'tf', 'torch', 'none', 'lite']),
      channels: z.enum(['rgb', 'bgr']),
      mean: triple,
      std: triple,
    }),
  }),
  head: z.object({
    pooling: z.enum(['average', 'max', 'both', 'flatten']),
    /** Backbone layers that are pooled; absent: the last one. */
    featureLayers: z.array(z.string()).min(1).optional(),
    dropout: z.number(),
    dense: z.array(
      z.object({
        units: z.int().positive(),
        activation: z.enum(['relu', 'relu6', 'tanh', 'sigmoid', 'elu', 'selu', 'linear']).optional(),
        dropout: z.number().optional(),
      }),
    ),
    l2: z.number(),
  }),
  /** The whole recipe with its defaults filled in. */
  recipe: z.record(z.string(), z.unknown()),
  metrics: z.object({
    test: metrics,
    baselines: z.object({ majority: fraction, nearestNeighbour: fraction }),
  }),
  /** Of the probabilities; the temperature is in the weights already. Absent: not calibrated. */
  calibration: z
    .object({ temperature: z.number().positive(), samples: count, before: reliability, after: reliability })
    .optional(),
  /** When the model calls a picture unknown; absent: it cannot. */
  abstention: z
    .object({
      distance: z.number(),
      margin: z.number(),
      curve: z.array(z.object({ asked: fraction, coverage: fraction, error: fraction })),
    })
    .optional(),
  /** What the compiled frozen part computes in, and what int8 changes; absent: float32. */
  precision: z
    .object({
      used: z.enum(['float32', 'int8']),
      perSecond: z.object({ float32: z.number(), int8: z.number() }).optional(),
      change: z
        .object({
          samples: count,
          relativeError: z.number(),
          cosine: z.number(),
          measure: z.enum(['mean average precision', 'R²']).optional(),
          accuracy: z.object({ float32: fraction, int8: fraction }),
        })
        .optional(),
    })
    .optional(),
  history: z.array(epoch),
  seconds: z.object({ total: z.number(), features: z.number(), training: z.number() }),
  dataset: z.object({
    name: z.string(),
    hash: sha256,
    seed: z.number(),
    counts: z.object({ train: count, validation: count, test: count }),
    /** The same by label, in the order of `labels`. */
    perClass: z.array(z.object({ train: count, validation: count, test: count })).optional(),
    /** Files that could not be used. */
    skipped: count.optional(),
  }),
  versions: z.object({ graft: z.string(), node: z.string(), engine: z.string() }),
  /** Every file of the model but `model.json`, by name. */
  files: z.object({ [WEIGHTS_FILE]: file, [CARD_FILE]: file }).catchall(file),
});

/** `model.json`: every fact about a saved model, and the hash of every file that belongs to it. */
export type Manifest = DeepReadonly<z.infer<typeof manifestSchema>>;

/** What is known about a model before it is written. */
export type ModelFacts = Omit<Manifest, 'formatVersion' | 'files'>;

export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/**
 * Checks facts against the schema and drops fields that it does not know.
 *
 * @param place the model's place, for messages.
 * @throws BundleError `BUNDLE_VERSION` for a later format, `BUNDLE_TASK` for a model of another task, `BUNDLE_MANIFEST` naming
 * the first field that does not fit.
 */
export function parseManifest(facts: Readonly<Record<string, unknown>>, place: string): Manifest {
  refuseLaterVersion(facts, place);
  if (typeof facts.task === 'string') {
    throw new BundleError(
      'BUNDLE_TASK',
      `The model at ${place} is made for ${facts.task}; expected one that gives each picture one label. Load it with loadTargetModel, or ask it by \`graft predict\` and \`graft evaluate\`.`,
      { details: { task: facts.task } },
    );
  }
  return parsedBy(manifestSchema, facts, place);
}

/** @throws BundleError `BUNDLE_MANIFEST` naming the first field that does not fit. */
export function parsedBy<Schema extends z.ZodType>(
  schema: Schema,
  facts: Readonly<Record<string, unknown>>,
  place: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(facts);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw new BundleError(
    'BUNDLE_MANIFEST',
    `Field "${field}" of ${MANIFEST_FILE} of the model at ${place} does not fit: ${issue.message}.`,
    { cause: parsed.error, details: { field } },
  );
}

/** @throws BundleError `BUNDLE_VERSION`. */
export function refuseLaterVersion(
  { formatVersion }: Readonly<Record<string, unknown>>,
  place: string,
): void {
  if (typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION) {
    throw new BundleError(
      'BUNDLE_VERSION',
      `The model at ${place} has format version ${formatVersion}; this Graft reads version ${FORMAT_VERSION}. Update Graft.`,
      { details: { formatVersion } },
    );
  }
}
