import type { Node } from 'constructs';
import { z } from 'zod';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true');
const list = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));
const prefix = z
  .string()
  .regex(/^[\w-][\w./-]*$/, 'expected a prefix such as pictures/, without a leading slash');
/** In Aurora capacity units: about 2 GB of memory each. Nothing less, as the queue's polling never lets the database sleep. */
const capacity = (min: number) => z.coerce.number().multipleOf(0.5).min(min).max(256);
/** Sizes that Fargate has; it also refuses memory that does not go with them. */
const cpuUnits = z.coerce
  .number()
  .refine(
    (units) => [512, 1024, 2048, 4096, 8192, 16384].includes(units),
    'expected 512, 1024, 2048, 4096, 8192 or 16384',
  );

/** Every context key of this app (`-c key=value`), in the order in which README.md lists them. */
export const optionsSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected lower-case letters, digits and hyphens')
      .default('graft')
      .describe('prefix of the stacks; one account can hold several'),
    region: z
      .string()
      .default(process.env.CDK_DEFAULT_REGION ?? 'us-east-1')
      .describe('AWS region'),
    keepData: flag.default(true).describe('bucket and database outlive their stacks, and resist deletion'),
    service: flag.default(true).describe('deploy the GraphQL service, its workers and database'),
    function: flag.default(true).describe('deploy the prediction function'),
    alarmEmail: z.email().optional().describe('who is told of alarms; has to confirm once'),
    corsOrigins: list.default([]).describe('web origins that may call the function and upload to the bucket'),
    jwtIssuer: z.url().optional().describe('issuer of JSON web tokens for the service and the HTTP API'),
    jwtAudience: z.string().optional().describe('their audience'),
    jwksUrl: z.url().optional().describe('the issuer’s key set, which the service asks'),

    certificateArn: z
      .string()
      .regex(/^arn:aws[\w-]*:acm:/, 'expected the ARN of a certificate in AWS Certificate Manager')
      .optional()
      .describe('HTTPS on a public load balancer; without one it is internal and speaks HTTP'),
    domainName: z
      .string()
      .optional()
      .describe('name that the certificate is for and DNS points to the load balancer'),
    servers: whole(1, 50).default(2).describe('servers at least; twice as many at most'),
    serverCpu: cpuUnits.default(1024).describe('CPU units of a server, 1024 for one vCPU'),
    serverMemoryMb: whole(1024, 122_880).default(4096).describe('memory of a server'),
    minWorkers: whole(0, 100).default(0).describe('workers when there is nothing to do'),
    maxWorkers: whole(1, 100).default(4).describe('workers at most'),
    workerCpu: cpuUnits.default(4096).describe('CPU units of a worker'),
    workerMemoryMb: whole(2048, 122_880).default(16_384).describe('memory of a worker'),
    workerDiskGb: whole(21, 200).default(50).describe('disk of a worker: its cache of pictures and features'),
    spotWorkers: flag
      .default(false)
      .describe('workers on spare capacity: cheaper, may be taken away; jobs go on elsewhere'),
    natGateways: whole(1, 3)
      .default(1)
      .describe('ways out of the private network; one per zone survives a zone'),
    minDatabaseAcu: capacity(0.5).default(0.5).describe('database capacity at least'),
    maxDatabaseAcu: capacity(1).default(8).describe('database capacity at most'),
    databaseReaders: whole(0, 5).default(0).describe('standby copies in other zones'),

    model: z
      .string()
      .regex(/^[^@\s#]+@[^@\s#]+$/, 'expected name@alias')
      .optional()
      .describe('model that answers requests without one, as name@alias'),
    modelAlias: z
      .string()
      .regex(/^[\w.-]+$/)
      .default('prod')
      .describe('requests may name every model with this alias'),
    functionPackage: z
      .enum(['zip', 'image'])
      .default('zip')
      .describe('`image` also serves models without ONNX'),
    functionZip: z.string().optional().describe('the zip; default what `npm run lambda:build` made'),
    functionArchitecture: z.enum(['x64', 'arm64']).default('x64').describe('processor of the function'),
    functionMemoryMb: whole(512, 10_240).default(1769).describe('its memory; 1769 MB come with one vCPU'),
    functionTimeoutSeconds: whole(3, 900).default(30).describe('longest call'),
    functionFront: z
      .enum(['url', 'http-api', 'none'])
      .default('url')
      .describe('function URL signed with IAM, HTTP API (IAM or JWT), or neither'),
    reservedConcurrency: whole(1, 10_000).optional().describe('calls at a time at most'),
    provisionedConcurrency: whole(1, 1000).optional().describe('environments that are kept warm'),
    picturesPrefix: prefix.optional().describe('pictures created below it in the bucket are answered'),
    queue: flag.default(false).describe('a queue whose messages are answered'),
  })
  .superRefine((options, { addIssue }) => {
    const need = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    const { jwtIssuer, jwtAudience, jwksUrl } = options;
    if ([jwtIssuer, jwtAudience, jwksUrl].filter(Boolean).length % 3 !== 0) {
      need('jwtIssuer', 'jwtIssuer, jwtAudience and jwksUrl go together');
    }
    if (options.domainName && !options.certificateArn) need('domainName', 'needs certificateArn');
    if (options.minWorkers > options.maxWorkers) need('minWorkers', 'is more than maxWorkers');
    if (options.minDatabaseAcu > options.maxDatabaseAcu)
      need('minDatabaseAcu', 'is more than maxDatabaseAcu');
    if (!options.service && !options.function)
      need('function', 'with service=false there is nothing to deploy');
    if (
      options.picturesPrefix?.startsWith(`${STORAGE_PREFIX}/`) ||
      options.picturesPrefix?.startsWith(`${ANSWERS_PREFIX}/`)
    ) {
      need('picturesPrefix', `${STORAGE_PREFIX}/ and ${ANSWERS_PREFIX}/ are Graft's own`);
    }
  });

export type Options = z.infer<typeof optionsSchema>;

/** What the service keeps is below it, as `GRAFT_STORAGE` says. */
export const STORAGE_PREFIX = 'graft';
/** Answers of the function that nobody waits for, as `GRAFT_RESULTS` says. */
export const ANSWERS_PREFIX = 'answers';

/**
 * Reads the options from the app's context. The CDK's own keys all have a colon or a slash.
 *
 * @throws Error naming every option that does not fit or does not exist.
 */
export function readOptions(node: Node): Options {
  const context = node.getAllContext() as Record<string, unknown>;
  const own = Object.entries(context).filter(([key, value]) => !/[:/]/.test(key) && value !== '');
  const parsed = optionsSchema.safeParse(Object.fromEntries(own));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'context'}: ${message}`,
  );
  throw new Error(
    `The options cannot work:\n  ${problems.join('\n  ')}\nSee infra/README.md for all of them.`,
  );
}
