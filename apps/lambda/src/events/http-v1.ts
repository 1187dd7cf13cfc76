import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { App } from '../app.js';
import { lowerCase } from '../http/http-message.js';
import { respond } from '../http/respond.js';
import { LAMBDA_BYTES } from './limits.js';

/** API Gateway REST API with Lambda proxy integration (payload format 1.0). */
export async function onHttpV1(
  app: App,
  event: APIGatewayProxyEvent,
  context: Context,
): Promise<APIGatewayProxyResult> {
  const request = {
    method: event.httpMethod,
    headers: lowerCase(event.headers),
    query: event.queryStringParameters ?? {},
    body: event.body ?? '',
    isBase64: event.isBase64Encoded,
  };
  const { status, headers, body } = await respond(app, request, context, LAMBDA_BYTES);
  return { statusCode: status, headers: { ...headers }, body, isBase64Encoded: false };
}
