import { Client, type CombinedError, cacheExchange, fetchExchange, mapExchange } from '@urql/core';

interface ClientOptions {
  /** Sent with every request; null where none is needed. */
  readonly key: string | null;
  /** The server wants a key, or another one. */
  readonly onRefused?: () => void;
}

/** Queries and mutations, by POST to this page's own origin. The one subscription is `followJob`'s. */
export function createGraphqlClient({ key, onRefused }: ClientOptions): Client {
  const headers: Record<string, string> = {
    // Addresses of files below this origin, wherever the server keeps them: the policy allows no other.
    'graft-urls': 'own',
    ...(key && { authorization: `Bearer ${key}` }),
  };
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      cacheExchange,
      mapExchange({ onError: (error) => isRefusal(error) && onRefused?.() }),
      fetchExchange,
    ],
  });
}

/** No key, or one that is not valid here: not the same as a valid one that may not do something (`FORBIDDEN`). */
export function isRefusal(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED');
}
