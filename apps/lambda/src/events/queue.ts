import type { Context, S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { App } from '../app.js';
import { deadlineOf } from '../deadline.js';
import { requireAllowed } from '../prediction/read-picture.js';
import { parseRequest } from '../prediction/request.js';
import { RequestError } from '../request-error.js';
import { answerObject } from './object-created.js';
import { RESULT_SUFFIX, resultPlace, writeResult } from './results.js';

/**
 * Messages with `{ image | url | s3, model?, topK?, views? }`, or what S3 says of objects created. Messages that failed are named,
 * so that only those come again, and go to the queue for dead letters at last (needs `ReportBatchItemFailures`).
 */
export async function onQueue(app: App, event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of event.Records) {
    try {
      await answerMessage(app, record, context);
    } catch (error) {
      app.telemetry.error('a message was not answered', error, { messageId: record.messageId });
      app.telemetry.count('MessagesFailed');
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

async function answerMessage(app: App, { body, messageId }: SQSRecord, context: Context): Promise<void> {
  const message: unknown = JSON.parse(body);
  if (isS3Event(message)) {
    for (const record of message.Records) await answerObject(app, record, context);
    return;
  }
  if ((message as { Event?: unknown } | null)?.Event === 's3:TestEvent') return;
  const request = parseRequest(message);
  const { picture } = request;
  // Before its result has a place: who may not have a picture answered may not write beside it either.
  if ('bucket' in picture) requireAllowed(app, picture);
  const to = 'bucket' in picture ? resultPlace(app, picture) : placeForResults(app, messageId);
  await writeResult(app, request, to, { requestId: context.awsRequestId, deadline: deadlineOf(context) });
}

function isS3Event(message: unknown): message is S3Event {
  const records = (message as Partial<S3Event> | null)?.Records;
  return Array.isArray(records) && records[0]?.eventSource === 'aws:s3';
}

function placeForResults({ config }: App, messageId: string): string {
  if (config.results) return `${config.results}/${messageId}${RESULT_SUFFIX}`;
  throw new RequestError(
    400,
    'RESULTS_UNSET',
    'The message’s picture is not in S3, so its answer has no place. Set GRAFT_RESULTS to s3://bucket/prefix.',
  );
}
