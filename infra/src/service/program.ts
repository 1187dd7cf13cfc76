import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { grantAccess } from '../grants.js';
import { STORAGE_PREFIX } from '../options.js';
import { DATABASE_NAME } from './database.js';

/** What every program of the service works with. */
export interface ServiceParts {
  readonly image: ecs.ContainerImage;
  readonly bucket: s3.IBucket;
  readonly database: rds.DatabaseCluster;
}

interface Program {
  /** Arguments of `graft`. */
  readonly command: readonly string[];
  readonly cpu: number;
  readonly memoryMb: number;
  readonly diskGb?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, ecs.Secret>>;
  readonly container?: Partial<ecs.ContainerDefinitionOptions>;
  /** Whether it works with the bucket. */
  readonly storage?: boolean;
}

/** Where the image lets its user write; the rest of its file system is read-only. Dockerfile has the same list. */
const WRITABLE = { tmp: '/tmp', cache: '/var/cache/graft' };

export interface DefinedProgram {
  readonly task: ecs.FargateTaskDefinition;
  readonly log: logs.LogGroup;
}

/** `graft <command>` on Fargate. */
export function defineProgram(
  scope: Construct,
  id: string,
  parts: ServiceParts,
  program: Program,
): DefinedProgram {
  const { image, bucket, database } = parts;
  const task = new ecs.FargateTaskDefinition(scope, `${id}Task`, {
    cpu: program.cpu,
    memoryLimitMiB: program.memoryMb,
    ephemeralStorageGiB: program.diskGb,
    volumes: Object.keys(WRITABLE).map((name) => ({ name })),
    runtimePlatform: {
      cpuArchitecture: ecs.CpuArchitecture.X86_64,
      operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
    },
  });
  const log = new logs.LogGroup(scope, `${id}Log`, {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const secret = database.secret!;
  const container = task.addContainer('graft', {
    image,
    command: [...program.command],
    readonlyRootFilesystem: true,
    linuxParameters: new ecs.LinuxParameters(scope, `${id}Linux`, { initProcessEnabled: true }),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: id.toLowerCase(), logGroup: log }),
    environment: {
      DATABASE_URL: `postgres:///${DATABASE_NAME}`,
      PGHOST: database.clusterEndpoint.hostname,
      PGPORT: String(database.clusterEndpoint.port),
      PGSSLMODE: 'verify-full',
      ...(program.storage && {
        GRAFT_STORAGE: `s3://${bucket.bucketName}/${STORAGE_PREFIX}`,
        AWS_REGION: Stack.of(scope).region,
      }),
      GRAFT_CACHE: WRITABLE.cache,
      ...program.environment,
    },
    secrets: {
      PGUSER: ecs.Secret.fromSecretsManager(secret, 'username'),
      PGPASSWORD: ecs.Secret.fromSecretsManager(secret, 'password'),
      ...program.secrets,
    },
    ...program.container,
  });
  for (const [sourceVolume, containerPath] of Object.entries(WRITABLE)) {
    container.addMountPoints({ sourceVolume, containerPath, readOnly: false });
  }
  if (program.storage) grantStorage(bucket, task);
  acknowledge(task);
  return { task, log };
}

/** The service keeps everything below one prefix: datasets, models, aliases, jobs, results. */
function grantStorage(bucket: s3.IBucket, task: ecs.FargateTaskDefinition): void {
  const all = [`${STORAGE_PREFIX}/`];
  grantAccess(bucket, task.taskRole, { read: all, write: all, remove: all, list: all });
}

function acknowledge(task: ecs.FargateTaskDefinition): void {
  Validations.of(task).acknowledge(
    {
      id: 'AwsSolutions-ECS2',
      reason:
        'Addresses and settings, none of them secret, belong to a version of the task; secrets come from Secrets Manager.',
    },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Pulling the image needs a token of ECR, which is for no resource in particular.',
    },
  );
}
