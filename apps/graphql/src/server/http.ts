import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { GraphQLError } from 'graphql';
import type { App } from '../app.js';
import { authenticator } from '../auth/authenticate.js';
import { fileRoutes } from '../files/file-routes.js';
import { schema, schemaText } from '../schema/schema.js';
import { createApollo } from './apollo.js';
import { contentSecurityPolicy } from './content-security-policy.js';
import { createContext } from './context.js';
import { health } from './health.js';
import { jsonBody } from './json-body.js';
import { pageRoutes } from './page.js';
import { rateLimit } from './rate-limit.js';
import { requestScope } from './request-scope.js';
import { serverSentEvents, serveWebSockets } from './subscriptions.js';

export interface HttpService {
  readonly server: Server;
  /** Answers `/health/ready` with 503 from now on, so that a load balancer sends nothing more. */
  drain(): void;
  /** Lets running requests finish and closes every connection. */
  close(): Promise<void>;
}

const UPLOAD_TIMEOUT_MS = 3_600_000;
/** Longer than load balancers and browsers keep a connection: who closes it must not be whom a request is on its way to. */
const KEEP_ALIVE_MS = 75_000;

/** Every route of the service; not listening yet. */
export async function createHttpService(app: App): Promise<HttpService> {
  const web = express();
  // Headers have a minute; a body may be a large upload over a slow line.
  const server = createServer({ requestTimeout: UPLOAD_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, web);
  const authenticate = authenticator(app);
  const apollo = createApollo(app, schema, server);
  await apollo.start();
  const closeSockets = serveWebSockets(app, schema, server, authenticate);
  const { routes: healthRoutes, drain } = health(app);

  web.disable('x-powered-by');
  web.use(withRequestScope(app), securityHeaders);
  web.use('/health', healthRoutes);
  web.get('/metrics', async (request, response) => {
    await authenticate(request.headers.authorization);
    app.metrics.queueDepth.set((await app.queue.counts()).waiting);
    response.type(app.metrics.registry.contentType).send(await app.metrics.registry.metrics());
  });
  web.get('/schema.graphql', (_request, response) => {
    if (!app.config.introspection) response.sendStatus(404);
    else response.type('text/plain').send(schemaText());
  });
  web.use(rateLimit(app));
  web.use('/files', fileRoutes(app));
  web.use('/graphql/stream', serverSentEvents(app, schema, authenticate));
  web.use(
    '/graphql',
    jsonBody(app.config.limits.bodyBytes),
    expressMiddleware(apollo, {
      context: async ({ req }) => createContext(app, await authenticate(req.headers.authorization)),
    }),
  );
  web.use(pageRoutes());
  web.use((_request, response) => {
    response.status(404).json(problem('NOT_FOUND', 'There is nothing here. The API is at /graphql.'));
  });
  web.use(asProblem(app));

  return {
    server,
    drain,
    async close() {
      await closeSockets();
      await apollo.stop();
      server.closeAllConnections();
    },
  };
}

function withRequestScope(app: App): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    const ownUrls = request.headers['graft-urls'] === 'own';
    requestScope.run({ requestId, log: app.log.child({ requestId }), ownUrls }, next);
  };
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('permissions-policy', 'camera=(self), microphone=(), geolocation=()');
  response.setHeader('content-security-policy', contentSecurityPolicy());
  next();
};

/** Errors before GraphQL (bodies, keys, limits) in GraphQL's own form, so that clients need one way to read them. */
function asProblem(app: App): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, code, message } = describe(error);
    app.metrics.rejected.inc({ reason: code });
    const scope = requestScope.getStore();
    if (status >= 500) scope?.log.error({ err: error }, 'a request failed');
    if (status === 413) closeAfter(request, response);
    response.status(status).json(problem(code, message));
  };
}

/** Node reads a body to its end before it takes the next request of a connection, however long that body is. */
function closeAfter(request: Request, response: Response): void {
  response.setHeader('connection', 'close');
  response.on('finish', () =>
    setImmediate(() => {
      request.socket.pause();
      setTimeout(() => request.socket.destroy(), LINGER_MS);
    }),
  );
}

/** For the client to read the answer before the connection goes. */
const LINGER_MS = 200;

function describe(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof GraphQLError) {
    const { code, http } = error.extensions as { code?: string; http?: { status?: number } };
    return { status: http?.status ?? 400, code: code ?? 'BAD_REQUEST', message: error.message };
  }
  // Express's own errors carry a status.
  const { status = 500, message } = error as { status?: number; message: string };
  if (status < 500) return { status, code: 'BAD_REQUEST', message };
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on the server.' };
}

function problem(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
