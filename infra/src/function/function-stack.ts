import { Duration, Size, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { grantAccess } from '../grants.js';
import { METRICS_NAMESPACE } from '../metrics.js';
import { ANSWERS_PREFIX, type Options, STORAGE_PREFIX } from '../options.js';
import { bucketName } from '../storage-stack.js';
import { functionCode } from './function-code.js';
import { addFront } from './function-front.js';
import { addPictureTrigger, addQueue, secureQueue } from './function-sources.js';

/** The dimension `service` of the function's own metrics. */
export const FUNCTION_SERVICE_NAME = 'graft-function';

/** Predictions from the models in the bucket, on Lambda. */
export class FunctionStack extends Stack {
  readonly function: lambda.Function;
  /** The version that answers. */
  readonly alias: lambda.Alias;
  /** What failed for good: events of S3 and other asynchronous calls, and messages of the queue. */
  readonly deadLetters: sqs.Queue;

  constructor(scope: Construct, id: string, { options, ...props }: StackProps & { options: Options }) {
    super(scope, id, props);
    const bucket = s3.Bucket.fromBucketName(this, 'Bucket', bucketName(options));
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_MONTH });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.function = new lambda.Function(this, 'Function', {
      ...functionCode(options),
      role,
      logGroup,
      architecture:
        options.functionArchitecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
      memorySize: options.functionMemoryMb,
      timeout: Duration.seconds(options.functionTimeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(512),
      tracing: lambda.Tracing.ACTIVE,
      reservedConcurrentExecutions: options.reservedConcurrency,
      environment: environment(options, bucket),
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray takes segments for no resource in particular.',
    });
    this.alias = new lambda.Alias(this, 'Live', {
      aliasName: 'live',
      version: this.function.currentVersion,
      provisionedConcurrentExecutions: options.provisionedConcurrency,
    });
    this.deadLetters = secureQueue(this, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the queue for dead letters.',
    });
    this.alias.configureAsyncInvoke({
      onFailure: new SqsDestination(this.deadLetters),
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
    grantBucket(bucket, role, options);
    if (options.functionFront !== 'none') addFront(this, this.alias, options);
    if (options.picturesPrefix) addPictureTrigger(this, this.alias, bucket, options.picturesPrefix);
    if (options.queue) addQueue(this, this.alias, this.deadLetters);
  }
}

function environment(options: Options, bucket: s3.IBucket): Record<string, string> {
  const root = `s3://${bucket.bucketName}/${STORAGE_PREFIX}`;
  return {
    ...(options.model && { GRAFT_MODEL: `${root}#${options.model}` }),
    GRAFT_MODELS: `${root}#*@${options.modelAlias}`,
    GRAFT_RESULTS: `s3://${bucket.bucketName}/${ANSWERS_PREFIX}`,
    ...(options.picturesPrefix && { GRAFT_PICTURES: `s3://${bucket.bucketName}/${options.picturesPrefix}` }),
    // Else the front answers browsers: with both, an answer would carry each header twice, which browsers refuse.
    ...(options.functionFront === 'none' && { GRAFT_CORS_ORIGINS: options.corsOrigins.join(' ') }),
    GRAFT_TRACING: 'true',
    POWERTOOLS_SERVICE_NAME: FUNCTION_SERVICE_NAME,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
  };
}

/** Models and pictures are read, answers are written, nothing is removed. */
function grantBucket(bucket: s3.IBucket, role: iam.Role, { picturesPrefix }: Options): void {
  const models = ['models', 'prefixes', 'aliases'].map((part) => `${STORAGE_PREFIX}/${part}/`);
  const read = [...models, ...(picturesPrefix ? [picturesPrefix] : [])];
  grantAccess(bucket, role, { read, write: [`${ANSWERS_PREFIX}/`], list: read });
}
