import type { App } from '../app.js';
import type { Deadline } from '../deadline.js';
import { answer } from '../prediction/answer.js';
import { type PredictionRequest, parseS3Url } from '../prediction/request.js';
import { mayPass, problemOf } from '../problem.js';

export const RESULT_SUFFIX = '.labels.json';

/**
 * Answers a picture for which nobody waits, and writes the answer to storage. What cannot be answered however often it is
 * tried gets a problem document instead: somebody will look where the answer should be.
 *
 * @param to where the result goes, a URL.
 * @throws what trying again may mend.
 */
export async function writeResult(
  app: App,
  request: PredictionRequest,
  to: string,
  { requestId, deadline }: { requestId: string; deadline: Deadline },
): Promise<void> {
  const { picture } = request;
  const named = 'bucket' in picture ? { picture: `s3://${picture.bucket}/${picture.key}` } : {};
  const result = await answer(app, request, deadline).catch((error: unknown) => {
    const problem = problemOf(error, requestId);
    if (mayPass(problem)) throw error;
    app.telemetry.info('a picture was refused', { ...named, code: problem.code });
    app.telemetry.count('Problems');
    return { problem };
  });
  const { bucket, key } = parseS3Url(to);
  const text = JSON.stringify({ ...named, ...result, requestId }, null, 2);
  await deadline.hold(app.storages.at(`s3://${bucket}`).write(key, Buffer.from(`${text}\n`)));
}

/** Beside the picture, or under the prefix for results. */
export function resultPlace(app: App, { bucket, key }: { bucket: string; key: string }): string {
  const folder = app.config.results ?? `s3://${bucket}`;
  return `${folder}/${key}${RESULT_SUFFIX}`;
}
