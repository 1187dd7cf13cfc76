import { Client, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createStream } from 'graphql-sse';
import { readKey } from './api-key.js';

/** Queries and mutations by POST, subscriptions as server-sent events: all of it to this page's own origin. */
export function createGraphqlClient(): Client {
  const stream = createStream({ url: '/graphql/stream', headers, retryAttempts: Number.POSITIVE_INFINITY });
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: () => ({ headers: headers() }),
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: stream.subscribe(
              { query, variables: variables as Record<string, unknown> },
              sink as never,
            ),
          }),
        }),
      }),
    ],
  });
}

function headers(): Record<string, string> {
  const key = readKey();
  return key ? { authorization: `Bearer ${key}` } : {};
}
