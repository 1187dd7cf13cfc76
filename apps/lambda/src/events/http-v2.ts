import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { App } from '../app.js';
import { lowerCase } from '../http/http-message.js';
import { respond } from '../http/respond.js';
import { LAMBDA_BYTES } from './limits.js';

/** API Gateway HTTP API, and function URLs, which use its payload format 2.0. */
export async function onHttpV2(
  app: App,
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const request = {
    method: event.requestContext.http.method,
    headers: lowerCase(event.headers),
    query: event.queryStringParameters ?? {},
    body: event.body ?? '',
    isBase64: event.isBase64Encoded,
  };
  const { status, headers, body } = await respond(app, request, context, LAMBDA_BYTES);
  return { statusCode: status, headers: { ...headers }, body };
}
