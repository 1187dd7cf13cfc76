import type { CombinedError } from 'urql';
import { common } from '../strings/index.js';

/** What to tell people about a request that failed; the server's own words where it has any. */
export function inWords({ graphQLErrors, networkError }: CombinedError): string {
  return graphQLErrors[0]?.message ?? (networkError ? common.noConnection : common.unexpected);
}
