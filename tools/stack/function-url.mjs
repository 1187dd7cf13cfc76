// Started by function-process.mjs: the handler of apps/lambda behind HTTP. Events have the form of a function URL, and one is
// out at a time, as in one environment of Lambda.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../bootstrap/paths.mjs';

const TIMEOUT_MS = 30_000;
/** Of a request, as Lambda counts them. */
const PAYLOAD_BYTES = 6 * 1024 ** 2;

const index = join(repositoryRoot, 'apps', 'lambda', 'dist', 'index.js');
const { handler } = await import(pathToFileURL(index).href);

/** @type {Promise<unknown>} */
let previous = Promise.resolve();
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  if (body.length > PAYLOAD_BYTES) return response.writeHead(413).end();
  const turn = previous.then(() => call(eventOf(request, body)));
  previous = turn.catch(() => undefined);
  const {
    statusCode,
    headers,
    body: text = '',
  } = await turn.catch((error) => ({
    statusCode: 502,
    headers: { 'content-type': 'text/plain' },
    body: String(error),
  }));
  response.writeHead(statusCode, headers).end(text);
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.send?.(`http://127.0.0.1:${port}`);
});
server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
process.once('disconnect', () => process.exit());

/** @param {object} event */
function call(event) {
  const deadline = Date.now() + TIMEOUT_MS;
  return handler(event, {
    awsRequestId: randomUUID(),
    functionName: 'graft',
    memoryLimitInMB: '1769',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  });
}

/** @param {import('node:http').IncomingMessage} request @param {Buffer} body */
function eventOf({ url = '/', method = 'GET', headers }, body) {
  const { pathname, search, searchParams } = new URL(url, 'http://localhost');
  const http = {
    method,
    path: pathname,
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    userAgent: headers['user-agent'],
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers,
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: { http, requestId: randomUUID(), stage: '$default' },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}
