import { loadModel } from '@graft/core';
import type { Storage } from '@graft/core/storage';
import { s3Storage } from '@graft/storage-s3';
import { type S3Server, startS3 } from '@graft/testing/services';
import type { ALBResult, APIGatewayProxyResult, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from './app.js';
import { functionUrlEvent } from './fixtures/function-url.js';
import { httpApiEvent } from './fixtures/http-api.js';
import {
  healthCheckEvent,
  loadBalancerEvent,
  loadBalancerManyValuesEvent,
} from './fixtures/load-balancer.js';
import { restApiEvent } from './fixtures/rest-api.js';
import { route } from './router.js';
import { redPicture, testApp, testContext, trainColours } from './testing.js';

let s3: S3Server;
let storage: Storage;
let app: App;
let picture: Buffer;
/** What the library says of the picture. */
let expected: { label: string; probability: number }[];

beforeAll(async () => {
  s3 = await startS3();
  Object.assign(process.env, s3.env);
  storage = s3Storage(s3);
  await trainColours(storage, 'models/colours/1', 'models/colours/2');
  picture = await redPicture();
  expected = (await (await loadModel(storage, 'models/colours/1')).predict([picture]))[0]!;
  app = await testApp({
    GRAFT_MODEL: 's3://graft/models/colours/1',
    GRAFT_MODELS: 's3://graft/models/* shapes/1=s3://graft/models/colours/2',
    GRAFT_PICTURES: 's3://graft/pictures',
    GRAFT_CORS_ORIGINS: 'https://shop.example https://other.example',
    GRAFT_MAX_PICTURE_MB: '1',
  });
});
afterAll(() => s3.stop());

const call = <T>(event: unknown, to = app) => route(to, event, testContext()) as Promise<T>;
const image = () => picture.toString('base64');

function expectAnswer(body: unknown, version = 'colours:1'): void {
  const { predictions, model } = (typeof body === 'string' ? JSON.parse(body) : body) as typeof answerShape;
  expect(model).toMatchObject({ version, id: expect.any(String), alias: null });
  if (version !== 'colours:1') return;
  expect(predictions.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
  predictions.forEach(({ probability }, i) => {
    expect(Math.abs(probability - expected[i]!.probability)).toBeLessThan(1e-5);
  });
}
const answerShape = { predictions: [{ label: '', probability: 0 }], model: {} };

describe('HTTP', () => {
  test('API: JSON with base64, query, CORS', async () => {
    const body = JSON.stringify({ image: image() });
    const {
      statusCode,
      headers,
      body: answer,
    } = await call<APIGatewayProxyStructuredResultV2>({
      ...httpApiEvent,
      body,
    });
    expect(statusCode).toBe(200);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'access-control-allow-origin': 'https://shop.example',
      vary: 'origin',
    });
    expect(JSON.parse(answer!).predictions).toHaveLength(1);
    expect(JSON.parse(answer!).predictions[0].label).toBe(expected[0]!.label);
  });

  test('API: a page asks first', async () => {
    const { requestContext } = httpApiEvent;
    const http = { ...requestContext.http, method: 'OPTIONS' };
    const event = { ...httpApiEvent, requestContext: { ...requestContext, http } };
    expect(await call(event)).toMatchObject({
      statusCode: 204,
      headers: { 'access-control-allow-origin': 'https://shop.example' },
    });
    const stranger = { ...event, headers: { ...event.headers, origin: 'https://evil.example' } };
    const { headers } = await call<APIGatewayProxyStructuredResultV2>(stranger);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('function URL: the picture itself, and none', async () => {
    const { statusCode, body } = await call<APIGatewayProxyStructuredResultV2>({
      ...functionUrlEvent,
      body: image(),
    });
    expect(statusCode).toBe(200);
    expectAnswer(body);
    const none = await call<APIGatewayProxyStructuredResultV2>({ ...functionUrlEvent, body: undefined });
    expect([none.statusCode, JSON.parse(none.body!).code]).toEqual([400, 'BODY_EMPTY']);
  });

  test('REST API: a form with a file', async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'red.png');
    form.set('model', 'colours/2');
    const { statusCode, body } = await call<APIGatewayProxyResult>(await formEvent(form));
    expect(statusCode).toBe(200);
    expectAnswer(body, 'colours:2');
    form.append('file', new Blob(['another']), 'another.png');
    const two = await call<APIGatewayProxyResult>(await formEvent(form));
    expect([two.statusCode, JSON.parse(two.body).code]).toEqual([400, 'REQUEST_INVALID']);
  });

  test('REST API: a picture that came as text was damaged, base64 was not', async () => {
    const headers = { 'Content-Type': 'image/png' };
    const damaged = await call<APIGatewayProxyResult>({
      ...restApiEvent,
      headers,
      body: picture.toString('utf8'),
    });
    expect([damaged.statusCode, JSON.parse(damaged.body).code]).toEqual([400, 'BODY_NOT_BINARY']);
    expectAnswer((await call<APIGatewayProxyResult>({ ...restApiEvent, headers, body: image() })).body);
  });

  test('load balancer: either form of headers, escaped query, health check', async () => {
    const body = JSON.stringify({ image: image() });
    const single = await call<ALBResult>({ ...loadBalancerEvent, body });
    expect(single).toMatchObject({ statusCode: 200, statusDescription: '200 OK', isBase64Encoded: false });
    expectAnswer(single.body, 'colours:2');
    const many = await call<ALBResult>({ ...loadBalancerManyValuesEvent, body });
    expect(many.multiValueHeaders).toMatchObject({ 'content-type': ['application/json'] });
    expect(JSON.parse(many.body!).predictions).toHaveLength(1);
    expect(await call(healthCheckEvent)).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('"labels":["blue","red"]'),
    });
  });

  test.each<[string, object, number, string]>([
    ['no JSON', { body: '{' }, 400, 'REQUEST_INVALID'],
    ['an unknown field', { body: '{"picture":""}' }, 400, 'REQUEST_INVALID'],
    ['two pictures', { body: '{"url":"https://a.example/","image":"AA=="}' }, 400, 'REQUEST_INVALID'],
    ['no base64', { body: '{"image":"?"}' }, 400, 'REQUEST_INVALID'],
    ['topK 0', { body: '{"image":"AAAA","topK":0}' }, 400, 'REQUEST_INVALID'],
    ['bytes of no picture', { body: '{"image":"AAAA"}' }, 422, 'IMAGE_FORMAT'],
    ['a model that is not allowed', { body: '{"image":"AAAA","model":"a/b/c/d"}' }, 403, 'MODEL_NOT_ALLOWED'],
    ['a way out of the models', { body: '{"image":"AAAA","model":"../../x"}' }, 403, 'MODEL_NOT_ALLOWED'],
    ['a model that is not there', { body: '{"image":"AAAA","model":"pets/9"}' }, 404, 'MODEL_NOT_FOUND'],
    ['a picture in another place', { body: '{"s3":"s3://graft/secret.png"}' }, 403, 'PICTURE_NOT_ALLOWED'],
    [
      'a picture that is not there',
      { body: '{"s3":"s3://graft/pictures/no.png"}' },
      404,
      'PICTURE_NOT_FOUND',
    ],
    ['an address that is none', { body: '{"url":"file:///etc/passwd"}' }, 400, 'URL_INVALID'],
    ['a large picture', { body: `{"image":"${'A'.repeat(1_500_000)}"}` }, 413, 'PICTURE_TOO_LARGE'],
    ['a page', { headers: { 'Content-Type': 'text/html' }, body: '<html>' }, 415, 'CONTENT_TYPE'],
    ['PUT', { httpMethod: 'PUT', body: '{}' }, 405, 'METHOD'],
  ])('%s is a problem with a status and a code', async (_name, change, status, code) => {
    const { statusCode, headers, body } = await call<APIGatewayProxyResult>({ ...restApiEvent, ...change });
    expect(JSON.parse(body)).toEqual({
      type: `urn:graft:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      requestId: testContext().awsRequestId,
    });
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
  });

  test('a picture at an address, from a server of the test', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'image/png').end(picture);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const origin = `http://127.0.0.1:${port}`;
    const body = JSON.stringify({ url: `${origin}/red.png` });
    const trusting = { ...app, config: { ...app.config, trustedOrigins: [origin] } };
    expectAnswer((await call<APIGatewayProxyResult>({ ...restApiEvent, body }, trusting)).body);
    const refused = await call<APIGatewayProxyResult>({ ...restApiEvent, body });
    expect([refused.statusCode, JSON.parse(refused.body).code]).toEqual([400, 'URL_PRIVATE']);
    server.close();
  });
});

describe('a direct call', () => {
  test('gets the answer, or an error named after the code', async () => {
    expectAnswer(await call({ image: image() }));
    expectAnswer(await call({ image: `data:image/png;base64,${image()}` }));
    await expect(call({ image: 'AAAA' })).rejects.toMatchObject({ name: 'IMAGE_FORMAT' });
    await expect(call({})).rejects.toMatchObject({ name: 'REQUEST_INVALID' });
    await expect(call(null)).rejects.toMatchObject({ name: 'REQUEST_INVALID' });
  });

  test('finds a picture in S3 in both forms', async () => {
    await storage.write('pictures/red.png', picture);
    expectAnswer(await call({ s3: 's3://graft/pictures/red.png' }));
    expectAnswer(await call({ s3: { bucket: 'graft', key: 'pictures/red.png' } }));
  });
});

async function formEvent(form: FormData) {
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return {
    ...restApiEvent,
    headers: { 'Content-Type': request.headers.get('content-type')! },
    body: Buffer.from(await request.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
}
