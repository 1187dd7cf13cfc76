import { join, resolve } from 'node:path';
import { cacheFolder } from '@graft/core';
import envPaths from 'env-paths';
import { z } from 'zod';
import { ConfigError } from './errors.js';

const megabytes = (fallback: number) => z.coerce.number().positive().max(100_000).default(fallback);
const wholeNumber = (fallback: number, min = 0) => z.coerce.number().int().min(min).default(fallback);
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const list = (separator: RegExp) =>
  z.string().transform((value) =>
    value
      .split(separator)
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Every variable that the service reads, in the order in which `graft serve --help` lists them. */
const environment = z.object({
  GRAFT_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('address to listen on; any but loopback needs API keys or JWT'),
  GRAFT_PORT: wholeNumber(4000).describe('port to listen on; 0 takes a free one'),
  GRAFT_PUBLIC_URL: z
    .url()
    .optional()
    .describe('address under which clients reach the server; default http://HOST:PORT'),
  GRAFT_DATA: z.string().optional().describe('folder of the embedded database and storage'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'postgres://... ; what it leaves out, as in postgres:///graft, comes from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGSSLMODE; default an embedded PostgreSQL in GRAFT_DATA',
    ),
  GRAFT_STORAGE: z
    .string()
    .optional()
    .describe('s3://bucket/prefix or a folder; default a folder in GRAFT_DATA'),
  GRAFT_S3_ENDPOINT: z
    .url()
    .optional()
    .describe('S3-compatible endpoint; default AWS; credentials as for any AWS tool'),
  GRAFT_DATASET_ROOTS: list(/[:;,]/)
    .optional()
    .describe('folders, separated by ":", below which datasets may be read; default the current folder'),
  GRAFT_WORKERS: wholeNumber(1).describe(
    'jobs that this process runs at a time; 0 leaves them to `graft worker`',
  ),
  GRAFT_AUTH: z.enum(['none', 'required']).optional().describe('`required` asks for a key on loopback too'),
  GRAFT_ADMIN_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43,256}$/, 'expected 43 to 256 of A-Z, a-z, 0-9, _ and -')
    .optional()
    .describe('makes graft_000000000000_<secret> a key with scope admin when a server starts'),
  GRAFT_JWKS_URL: z.url().optional().describe('key set of the issuer of JSON web tokens'),
  GRAFT_JWT_ISSUER: z.string().optional().describe('expected `iss`'),
  GRAFT_JWT_AUDIENCE: z.string().optional().describe('expected `aud`'),
  GRAFT_INTROSPECTION: flag.default(true).describe('whether clients may read the schema'),
  GRAFT_MAX_BODY_MB: megabytes(20).describe('largest GraphQL request'),
  GRAFT_MAX_UPLOAD_MB: megabytes(2000).describe('largest uploaded zip'),
  GRAFT_MAX_PICTURE_MB: megabytes(20).describe('largest single picture'),
  GRAFT_MAX_DEPTH: wholeNumber(12, 1).describe('deepest query'),
  GRAFT_MAX_COST: wholeNumber(20_000, 1).describe('most expensive query'),
  GRAFT_MAX_ALIASES: wholeNumber(30, 1).describe('most aliases in a query'),
  GRAFT_MAX_IMAGES: wholeNumber(64, 1).describe('most pictures in one predict call'),
  GRAFT_RATE_LIMIT: wholeNumber(6000, 1).describe(
    'requests per minute and key, or address where there are no keys',
  ),
  GRAFT_MODEL_MEMORY_MB: megabytes(1000).describe('models kept loaded'),
  GRAFT_FETCH_SECONDS: z.coerce.number().positive().default(10).describe('longest fetch of a picture by URL'),
  GRAFT_TRUSTED_ORIGINS: list(/[\s,]+/)
    .optional()
    .describe('origins that pictures may be fetched from though their addresses are private'),
  GRAFT_LOG_LEVEL: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('pino level'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('OpenTelemetry collector; default no traces'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  /** `postgres://...`, or the folder of the embedded database. */
  readonly database: { readonly url: string } | { readonly folder: string };
  /** `s3://bucket/prefix` or an absolute folder. */
  readonly storage: string;
  readonly s3Endpoint: string | undefined;
  /** Absolute folders. */
  readonly datasetRoots: readonly string[];
  readonly workers: number;
  readonly authRequired: boolean;
  /** Of the first key, for deployments in which nobody can run a command first. */
  readonly adminSecret: string | undefined;
  readonly jwt: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string } | undefined;
  readonly introspection: boolean;
  /** All sizes in bytes. */
  readonly limits: {
    readonly bodyBytes: number;
    readonly uploadBytes: number;
    readonly pictureBytes: number;
    readonly depth: number;
    readonly cost: number;
    readonly aliases: number;
    readonly images: number;
    readonly requestsPerMinute: number;
    readonly modelBytes: number;
    readonly fetchMs: number;
    readonly trustedOrigins: readonly string[];
  };
  readonly logLevel: string;
  readonly otlpEndpoint: string | undefined;
  /** Where workers keep datasets, features and checkpoints between jobs; can be lost. */
  readonly cache: string;
}

/** @throws ConfigError `CONFIG_INVALID` naming every variable that does not fit. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw invalid(problems);
  }
  const values = parsed.data;
  const data = resolve(values.GRAFT_DATA ?? envPaths('graft', { suffix: '' }).data);
  return {
    host: values.GRAFT_HOST,
    port: values.GRAFT_PORT,
    publicUrl: values.GRAFT_PUBLIC_URL?.replace(/\/$/, ''),
    database: databaseOf(values.DATABASE_URL, data),
    storage: storageOf(values.GRAFT_STORAGE, data),
    s3Endpoint: values.GRAFT_S3_ENDPOINT,
    datasetRoots: (values.GRAFT_DATASET_ROOTS ?? [process.cwd()]).map((root) => resolve(root)),
    workers: values.GRAFT_WORKERS,
    authRequired: values.GRAFT_AUTH === 'required' || !isLoopback(values.GRAFT_HOST),
    adminSecret: values.GRAFT_ADMIN_SECRET,
    jwt: jwtOf(values),
    introspection: values.GRAFT_INTROSPECTION,
    limits: {
      bodyBytes: values.GRAFT_MAX_BODY_MB * 1e6,
      uploadBytes: values.GRAFT_MAX_UPLOAD_MB * 1e6,
      pictureBytes: values.GRAFT_MAX_PICTURE_MB * 1e6,
      depth: values.GRAFT_MAX_DEPTH,
      cost: values.GRAFT_MAX_COST,
      aliases: values.GRAFT_MAX_ALIASES,
      images: values.GRAFT_MAX_IMAGES,
      requestsPerMinute: values.GRAFT_RATE_LIMIT,
      modelBytes: values.GRAFT_MODEL_MEMORY_MB * 1e6,
      fetchMs: values.GRAFT_FETCH_SECONDS * 1000,
      trustedOrigins: values.GRAFT_TRUSTED_ORIGINS ?? [],
    },
    logLevel: values.GRAFT_LOG_LEVEL,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    cache: cacheFolder('service'),
  };
}

/** One line per variable, for `--help`. */
export function describeConfig(): { name: string; description: string; default: string | undefined }[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      name,
      description: schema.description ?? '',
      default: fallback.success && fallback.data !== undefined ? String(fallback.data) : undefined,
    };
  });
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function databaseOf(url: string | undefined, data: string): Config['database'] {
  if (!url) return { folder: join(data, 'database') };
  if (/^postgres(ql)?:\/\//.test(url)) return { url };
  throw invalid([
    `DATABASE_URL: expected postgres://user:password@host:port/name, received ${url.split(':')[0]}:...`,
  ]);
}

function storageOf(place: string | undefined, data: string): string {
  if (!place) return join(data, 'storage');
  return place.startsWith('s3://') ? place.replace(/\/+$/, '') : resolve(place);
}

function jwtOf(values: z.infer<typeof environment>): Config['jwt'] {
  const { GRAFT_JWKS_URL: jwksUrl, GRAFT_JWT_ISSUER: issuer, GRAFT_JWT_AUDIENCE: audience } = values;
  if (!jwksUrl) return undefined;
  if (!issuer || !audience)
    throw invalid(['GRAFT_JWKS_URL: needs GRAFT_JWT_ISSUER and GRAFT_JWT_AUDIENCE beside it']);
  return { jwksUrl, issuer, audience };
}

function invalid(problems: readonly string[]): ConfigError {
  return new ConfigError('CONFIG_INVALID', `The configuration cannot work:\n  ${problems.join('\n  ')}`, {
    details: { problems },
  });
}
