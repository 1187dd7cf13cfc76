import type { Context, S3Event, S3EventRecord } from 'aws-lambda';
import type { App } from '../app.js';
import { deadlineOf } from '../deadline.js';
import { RESULT_SUFFIX, resultPlace, writeResult } from './results.js';

/**
 * S3 says that pictures came: each gets its answer as JSON beside it, or under `GRAFT_RESULTS`.
 *
 * @throws the first failure that trying again may mend, after all pictures had their turn: Lambda tries the event again, and
 * what was written is written again.
 */
export async function onObjectCreated(app: App, event: S3Event, context: Context): Promise<void> {
  const failures: unknown[] = [];
  for (const record of event.Records) {
    await answerObject(app, record, context).catch((error: unknown) => {
      app.telemetry.error('a picture was not answered', error, { key: record.s3.object.key });
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}

export async function answerObject(
  app: App,
  { s3, eventName }: S3EventRecord,
  context: Context,
): Promise<void> {
  const picture = { bucket: s3.bucket.name, key: decodeURIComponent(s3.object.key.replace(/\+/g, ' ')) };
  // A result beside its picture is an object created, too.
  if (!eventName.startsWith('ObjectCreated:') || picture.key.endsWith(RESULT_SUFFIX)) return;
  const { awsRequestId: requestId } = context;
  await writeResult(app, { picture, announcedByS3: true }, resultPlace(app, picture), {
    requestId,
    deadline: deadlineOf(context),
  });
}
