import type { IncomingMessage, Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';
import type { OperationArgs, Response } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/express';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { App, Context } from '../app.js';
import type { Authenticate } from '../auth/authenticate.js';
import { createContext } from './context.js';
import { limitRules, parseWithinLimits } from './limits.js';
import { operationOf } from './operations.js';
import { outwardError } from './outward-errors.js';

const MAX_MESSAGE_BYTES = 1_000_000;
const UNAUTHORIZED: Response = [null, { status: 401, statusText: 'Unauthorized' }];

/** GraphQL over WebSocket (protocol `graphql-transport-ws`) at `/graphql`. @returns closes every connection. */
export function serveWebSockets(
  app: App,
  schema: GraphQLSchema,
  httpServer: Server,
  authenticate: Authenticate,
): () => Promise<void> {
  const rules = limitRules(app.config.limits);
  const sockets = new WebSocketServer({
    server: httpServer,
    path: '/graphql',
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const { dispose } = useServer<{ authorization?: string }, { request: IncomingMessage; context?: Context }>(
    {
      schema,
      onConnect: async ({ connectionParams, extra }) => {
        const authorization = connectionParams?.authorization ?? extra.request.headers.authorization;
        extra.context = await contextFor(app, authenticate, authorization);
        return extra.context !== undefined;
      },
      onSubscribe: ({ extra }, _id, payload) =>
        executionArgs(schema, rules, payload, extra.context as Context),
      onNext: (_context, _id, _payload, _args, result) => ({
        ...result,
        ...(result.errors && { errors: result.errors.map((error) => outwardError(error) as GraphQLError) }),
      }),
      onError: (_context, _id, _payload, errors) => errors.map((error) => outwardError(error)),
    },
    sockets,
  );
  return async () => {
    await dispose();
  };
}

/** GraphQL over server-sent events (graphql-sse, distinct connections) for clients behind proxies that know HTTP only. */
export function serverSentEvents(app: App, schema: GraphQLSchema, authenticate: Authenticate) {
  const rules = limitRules(app.config.limits);
  return createHandler<Context & Record<PropertyKey, unknown>>({
    schema,
    authenticate: async (request) => {
      const context = await contextFor(app, authenticate, request.headers.get('authorization') ?? undefined);
      return context ? (request.headers.get('x-graphql-event-stream-token') ?? '') : UNAUTHORIZED;
    },
    onSubscribe: async (request, payload) => {
      const context = await contextFor(app, authenticate, request.headers.get('authorization') ?? undefined);
      if (!context) return UNAUTHORIZED;
      const args = executionArgs(schema, rules, payload, context);
      return 'schema' in args
        ? (args as OperationArgs<Context & Record<PropertyKey, unknown>>)
        : // graphql-sse takes an object for a result by its `data` only.
          { data: null, errors: args };
    },
    onNext: (_context, _request, result) => ({
      ...result,
      ...(result.errors && { errors: result.errors.map((error) => outwardError(error) as GraphQLError) }),
    }),
  });
}

async function contextFor(
  app: App,
  authenticate: Authenticate,
  authorization: string | undefined,
): Promise<Context | undefined> {
  const principal = await authenticate(authorization).catch(() => undefined);
  return principal && createContext(app, principal);
}

function executionArgs(
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  payload: {
    query?: string;
    operationName?: string | null;
    variables?: Record<string, unknown> | null;
  },
  contextValue: Context,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parseWithinLimits(schema, payload.query ?? '', rules);
  if (!('kind' in document)) return document;
  if (!operationOf(document, payload.operationName)) {
    return [new GraphQLError('Name the operation to run with `operationName`.')];
  }
  return {
    schema,
    document,
    operationName: payload.operationName ?? undefined,
    variableValues: payload.variables ?? undefined,
    contextValue,
  };
}
