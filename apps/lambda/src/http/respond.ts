import type { Context } from 'aws-lambda';
import type { App } from '../app.js';
import { deadlineOf } from '../deadline.js';
import { answer, placeOf } from '../prediction/answer.js';
import { mayPass, problemOf } from '../problem.js';
import { RequestError } from '../request-error.js';
import { corsHeaders, PREFLIGHT_HEADERS } from './cors.js';
import type { HttpRequest, HttpResponse } from './http-message.js';
import { readBody } from './read-body.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * Answers any HTTP request: POST predicts, GET says which model answers (load balancers ask so whether it can), OPTIONS lets
 * a page of another origin ask. Never throws: errors are problem documents.
 *
 * @param maxBytes of the response's body, in the event's envelope.
 */
export async function respond(
  app: App,
  request: HttpRequest,
  context: Context,
  maxBytes: number,
): Promise<HttpResponse> {
  const cors = corsHeaders(request.headers.origin, app.config.corsOrigins);
  try {
    if (request.method === 'OPTIONS')
      return { status: 204, headers: { ...cors, ...PREFLIGHT_HEADERS }, body: '' };
    const result = await resultOf(app, request, context);
    const body = JSON.stringify({ ...result, requestId: context.awsRequestId });
    // As a string within the event's own JSON, every quotation mark takes two bytes.
    if (Buffer.byteLength(JSON.stringify(body)) > maxBytes) throw tooLarge(maxBytes);
    return { status: 200, headers: { ...cors, 'content-type': 'application/json' }, body };
  } catch (error) {
    const { status, headers, body } = failed(app, error, context);
    return { status, headers: { ...cors, ...headers }, body };
  }
}

async function resultOf(app: App, request: HttpRequest, context: Context): Promise<object> {
  const deadline = deadlineOf(context);
  if (request.method === 'POST') {
    return answer(app, await readBody(request, app.config.pictureBytes), deadline);
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    const { version, task, labels } = await deadline.hold(app.models.load(placeOf(app, request.query.model)));
    return { model: version, task, labels };
  }
  throw new RequestError(405, 'METHOD', `The method is ${request.method}; expected POST, GET or OPTIONS.`);
}

function failed(app: App, error: unknown, context: Context): HttpResponse {
  const problem = problemOf(error, context.awsRequestId);
  if (problem.status >= 500) app.telemetry.error('a request failed', error, { code: problem.code });
  else app.telemetry.info('a request was refused', { code: problem.code, detail: problem.detail });
  app.telemetry.count('Problems');
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(mayPass(problem) && problem.status !== 500 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
      ...(problem.status === 405 ? { allow: 'POST, GET, OPTIONS' } : {}),
    },
    body: JSON.stringify(problem),
  };
}

function tooLarge(maxBytes: number): RequestError {
  return new RequestError(
    413,
    'ANSWER_TOO_LARGE',
    `The answer is larger than the ${maxBytes} bytes that Lambda passes on. Ask for fewer labels with topK.`,
  );
}
