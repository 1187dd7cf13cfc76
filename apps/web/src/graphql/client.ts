import {
  Client,
  type CombinedError,
  cacheExchange,
  fetchExchange,
  mapExchange,
  subscriptionExchange,
} from '@urql/core';
import { createClient as createStream } from 'graphql-sse';

interface ClientOptions {
  /** Sent with every request; null where none is needed. */
  readonly key: string | null;
  /** The server wants a key, or another one. */
  readonly onRefused?: () => void;
}

/** Queries and mutations by POST, subscriptions as server-sent events: all of it to this page's own origin. */
export function createGraphqlClient({ key, onRefused }: ClientOptions): Client {
  const headers: Record<string, string> = {
    // Addresses of files below this origin, wherever the server keeps them: the policy allows no other.
    'graft-urls': 'own',
    ...(key && { authorization: `Bearer ${key}` }),
  };
  const stream = createStream({ url: '/graphql/stream', headers, retryAttempts: Number.POSITIVE_INFINITY });
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      cacheExchange,
      mapExchange({ onError: (error) => isRefusal(error) && onRefused?.() }),
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

/** No key, or one that is not valid here: not the same as a valid one that may not do something (`FORBIDDEN`). */
export function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED');
}
