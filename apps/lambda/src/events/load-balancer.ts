import { STATUS_CODES } from 'node:http';
import type { ALBEvent, ALBResult, Context } from 'aws-lambda';
import type { App } from '../app.js';
import { lowerCase } from '../http/http-message.js';
import { respond } from '../http/respond.js';
import { LOAD_BALANCER_BYTES } from './limits.js';

/** Application Load Balancer; its target group may send each header with all of its values. */
export async function onLoadBalancer(app: App, event: ALBEvent, context: Context): Promise<ALBResult> {
  const many = event.multiValueHeaders;
  const request = {
    method: event.httpMethod,
    headers: lowerCase(many ? lastOf(many) : event.headers),
    query: unescaped(many ? lastOf(event.multiValueQueryStringParameters) : event.queryStringParameters),
    body: event.body ?? '',
    isBase64: event.isBase64Encoded,
  };
  const { status, headers, body } = await respond(app, request, context, LOAD_BALANCER_BYTES);
  const answer = {
    statusCode: status,
    statusDescription: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    body,
    isBase64Encoded: false,
  };
  if (!many) return { ...answer, headers: { ...headers } };
  return {
    ...answer,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  };
}

type Values = Readonly<Record<string, readonly string[] | undefined>> | null | undefined;

function lastOf(values: Values): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, each]) => [name, each?.at(-1)]));
}

/** A load balancer, unlike API Gateway, passes the query on as it came. */
function unescaped(query: Readonly<Record<string, string | undefined>> | null | undefined) {
  return Object.fromEntries(
    Object.entries(query ?? {}).map(([name, value]) => [name, value && decode(value)]),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
