import type { Context } from 'aws-lambda';
import type { App } from '../app.js';
import { deadlineOf } from '../deadline.js';
import { answer } from '../prediction/answer.js';
import { parseRequest } from '../prediction/request.js';
import { problemOf } from '../problem.js';

/**
 * A direct call with `{ image | url | s3, model?, topK?, views? }`, as from an SDK or Step Functions.
 *
 * @throws Error named after the problem's code, which is what callers see as `errorType` and Step Functions catch by.
 */
export async function onDirect(app: App, event: unknown, context: Context): Promise<object> {
  try {
    return {
      ...(await answer(app, parseRequest(event), deadlineOf(context))),
      requestId: context.awsRequestId,
    };
  } catch (cause) {
    const problem = problemOf(cause, context.awsRequestId);
    app.telemetry.error('a call failed', cause, { code: problem.code });
    app.telemetry.count('Problems');
    const error = new Error(problem.detail);
    error.name = problem.code;
    // The trace is for the log, which has it.
    error.stack = '';
    throw error;
  }
}
