import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { GraphQLSchema } from 'graphql';
import type { App, Context } from '../app.js';
import { limitRules, MAX_TOKENS } from './limits.js';
import { observeOperation } from './operations.js';
import { outwardError } from './outward-errors.js';
import { startSpan } from './tracing.js';

/** Queries and mutations over HTTP. */
export function createApollo(app: App, schema: GraphQLSchema, httpServer: Server): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    validationRules: limitRules(app.config.limits),
    parseOptions: { maxTokens: MAX_TOKENS },
    introspection: app.config.introspection,
    hideSchemaDetailsFromClientErrors: !app.config.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    // Caching queries by their hash saves bytes that do not matter here, and keeps whatever anybody sends.
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: ({ extensions }, error) => outwardError(error, extensions?.code as string | undefined),
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: 10_000 }),
      // Apollo's own page loads its program from another origin.
      ApolloServerPluginLandingPageDisabled(),
      observed(app),
    ],
  });
}

function observed(app: App): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      const finish = observeOperation(app);
      return {
        async willSendResponse({ operation, errors, contextValue }) {
          finish(operation, errors?.length ?? 0, contextValue);
        },
        async executionDidStart({ operation }) {
          const end = startSpan(`graphql ${operation.operation}`, { name: operation.name?.value ?? '' });
          return { executionDidEnd: async (error) => end(error) };
        },
      };
    },
  };
}
