import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledgeHandler } from '../cdk-handlers.js';

const BATCH = 10;
/** Before a message is given up. */
const ATTEMPTS = 4;

/** Encrypted by SQS, and for TLS only. */
export function secureQueue(scope: Construct, id: string, props: sqs.QueueProps): sqs.Queue {
  return new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    ...props,
  });
}

/** Pictures created below the prefix are answered; a failure is tried twice more, then it is a dead letter. */
export function addPictureTrigger(
  stack: Stack,
  alias: lambda.Alias,
  bucket: s3.IBucket,
  prefix: string,
): void {
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(alias), { prefix });
  acknowledgeHandler(stack, 'BucketNotificationsHandler');
}

/** Messages as the function's README has them; those that failed come again alone. */
export function addQueue(stack: Stack, alias: lambda.Alias, deadLetters: sqs.Queue): void {
  const { timeout = Duration.seconds(30) } = alias.lambda as lambda.Function;
  const queue = secureQueue(stack, 'Queue', {
    // As AWS advises: six times the function's own, so that a throttled batch is not handed out twice.
    visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: ATTEMPTS },
  });
  alias.addEventSource(new SqsEventSource(queue, { batchSize: BATCH, reportBatchItemFailures: true }));
  new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
}
