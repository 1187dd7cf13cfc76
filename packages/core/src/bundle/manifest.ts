import { z } from 'zod';

/** Version of the layout described here; a reader refuses versions it does not know. */
export const FORMAT_VERSION = 1;

const fraction = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const triple = z.tuple([z.number(), z.number(), z.number()]);

const metrics = z.object({
  accuracy: fraction,
  interval: z.tuple([fraction, fraction]),
  count: z.int().min(0),
  logLoss: z.number(),
  macroF1: fraction,
  perClass: z.array(
    z.object({ label: z.string(), precision: fraction, recall: fraction, f1: fraction, support: z.int() }),
  ),
  confusion: z.array(z.array(z.int())),
  mistakes: z.array(
    z.object({ id: z.string(), actual: z.string(), predicted: z.string(), probability: fraction }),
  ),
});

const epoch = z.object({
  phase: z.enum(['warm-up', 'training']),
  epoch: z.int(),
  loss: z.number(),
  accuracy: fraction,
  validationLoss: z.number(),
  validationAccuracy: fraction,
  learningRate: z.number(),
  seconds: z.number(),
});

/** `model.json`: every fact about a saved model, and the hash of every file that belongs to it. */
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
  }),
  /** The frozen part. */
  prefix: z.object({
    /** Its last layer. */
    lastLayer: z.string(),
    featureShape: z.array(z.int().positive()),
    /** Of the network: what it computes, see `fingerprint`. */
    fingerprint: sha256,
    /** Of its file `prefixes/<sha256>.safetensors`; absent when it is rebuilt from the backbone that ships with Graft. */
    sha256: sha256.optional(),
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
    dropout: z.number(),
    dense: z.array(z.looseObject({ units: z.int() })),
    l2: z.number(),
  }),
  /** The whole recipe with its defaults filled in. */
  recipe: z.record(z.string(), z.unknown()),
  metrics: z.object({
    test: metrics,
    baselines: z.object({ majority: fraction, nearestNeighbour: fraction }),
  }),
  history: z.array(epoch),
  seconds: z.object({ total: z.number(), features: z.number(), training: z.number() }),
  dataset: z.object({
    name: z.string(),
    hash: sha256,
    seed: z.number(),
    counts: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  }),
  versions: z.object({ graft: z.string(), node: z.string(), engine: z.string() }),
  files: z.record(z.string(), z.object({ sha256, bytes: z.int() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
