import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraftError } from '@graft/core/predict';
import { z } from 'zod';
import { type AllowedModel, allowedModel, type ModelPlace, modelPlace } from './models/model-place.js';

const MIB = 1024 ** 2;
/** Of the function's memory, for models: the rest is Node, ONNX Runtime's working memory and one large picture. */
const MODELS_SHARE = 0.25;

const size = z.coerce.number().min(0).max(10_240);
const seconds = (fallback: number) => z.coerce.number().positive().max(900).default(fallback);
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const list = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));
const s3Url = z.string().regex(/^s3:\/\/[^/]+(\/|$)/, 'expected s3://bucket or s3://bucket/prefix');

/** Every variable that the function reads, beside the AWS SDK's, Powertools' and Lambda's own. README.md lists them. */
const environment = z.object({
  GRAFT_MODEL: z.string().optional(),
  GRAFT_MODELS: list.default([]),
  GRAFT_PICTURES: list.pipe(z.array(s3Url)).default([]),
  GRAFT_RESULTS: s3Url.optional(),
  GRAFT_CORS_ORIGINS: list.default([]),
  GRAFT_ALIAS_SECONDS: seconds(30),
  GRAFT_INIT_SECONDS: seconds(8),
  GRAFT_STORAGE_SECONDS: seconds(3),
  GRAFT_FETCH_SECONDS: seconds(5),
  GRAFT_MAX_PICTURE_MB: size.default(20),
  GRAFT_MAX_PENDING: z.coerce.number().int().min(1).default(16),
  GRAFT_TMP: z.string().default(join(tmpdir(), 'graft')),
  GRAFT_TMP_MB: size.default(400),
  GRAFT_MODEL_MEMORY_MB: size.optional(),
  GRAFT_S3_ENDPOINT: z.url().optional(),
  GRAFT_TRUSTED_ORIGINS: list.default([]),
  GRAFT_TRACING: flag.default(false),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().positive().default(2048),
});

/** Their names, for what sets them. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

/** All sizes in bytes, all times in milliseconds. */
export interface Config {
  /** What answers a request that names no model. */
  readonly model: ModelPlace | undefined;
  /** What a request may name, the default included. */
  readonly models: readonly AllowedModel[];
  /** Where pictures that a request names may lie: `s3://bucket/prefix`. */
  readonly pictures: readonly string[];
  /** Where answers without a caller go; undefined puts them beside their pictures. */
  readonly results: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly aliasMs: number;
  readonly initMs: number;
  readonly storageMs: number;
  readonly fetchMs: number;
  readonly pictureBytes: number;
  readonly maxPending: number;
  readonly cacheFolder: string;
  readonly cacheBytes: number;
  readonly modelBytes: number;
  readonly s3Endpoint: string | undefined;
  readonly trustedOrigins: readonly string[];
  readonly tracing: boolean;
}

/** A variable of the function that cannot work; the message names each. Code `CONFIG_INVALID`. */
export class ConfigError extends GraftError {
  readonly kind = 'input';
}

/** @throws ConfigError naming every variable that does not fit. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const values = parsed.data;
  if (!values.GRAFT_MODEL && values.GRAFT_MODELS.length === 0) {
    throw invalid([
      'GRAFT_MODEL: expected a model such as s3://bucket/models/pets/3 or s3://bucket#pets@prod',
    ]);
  }
  const memoryMb = values.GRAFT_MODEL_MEMORY_MB ?? values.AWS_LAMBDA_FUNCTION_MEMORY_SIZE * MODELS_SHARE;
  return {
    ...modelsOf(values.GRAFT_MODEL, values.GRAFT_MODELS),
    pictures: values.GRAFT_PICTURES,
    results: values.GRAFT_RESULTS?.replace(/\/+$/, ''),
    corsOrigins: values.GRAFT_CORS_ORIGINS,
    aliasMs: values.GRAFT_ALIAS_SECONDS * 1000,
    initMs: values.GRAFT_INIT_SECONDS * 1000,
    storageMs: values.GRAFT_STORAGE_SECONDS * 1000,
    fetchMs: values.GRAFT_FETCH_SECONDS * 1000,
    pictureBytes: values.GRAFT_MAX_PICTURE_MB * MIB,
    maxPending: values.GRAFT_MAX_PENDING,
    cacheFolder: values.GRAFT_TMP,
    cacheBytes: values.GRAFT_TMP_MB * MIB,
    modelBytes: memoryMb * MIB,
    s3Endpoint: values.GRAFT_S3_ENDPOINT,
    trustedOrigins: values.GRAFT_TRUSTED_ORIGINS,
    tracing: values.GRAFT_TRACING,
  };
}

/** Every variable of Graft's own, with its default where that is a fixed one. */
export function describeConfig(): { name: string; fallback: string | undefined }[] {
  return Object.entries(environment.shape)
    .filter(([name]) => name.startsWith('GRAFT_') && name !== 'GRAFT_TMP')
    .map(([name, schema]) => {
      const { data } = schema.safeParse(undefined);
      const fixed = data !== undefined && !Array.isArray(data);
      return { name, fallback: fixed ? String(data === false ? 0 : data) : undefined };
    });
}

function modelsOf(model: string | undefined, models: readonly string[]): Pick<Config, 'model' | 'models'> {
  try {
    const entries = [...(model ? [model] : []), ...models];
    // One that is named goes before what a star may stand for.
    entries.sort((a, b) => Number(a.includes('*')) - Number(b.includes('*')));
    const allowed = entries.map(allowedModel);
    return { model: model ? modelPlace(model) : undefined, models: allowed };
  } catch (error) {
    throw invalid([(error as Error).message]);
  }
}

function invalid(problems: readonly string[]): ConfigError {
  return new ConfigError(
    'CONFIG_INVALID',
    `The function's configuration cannot work:\n  ${problems.join('\n  ')}`,
    { details: { problems } },
  );
}
