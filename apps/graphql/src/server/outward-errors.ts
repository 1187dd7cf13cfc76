import { GraftError } from '@graft/core';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { requestScope } from './request-scope.js';

/**
 * What a caller may know of an error: all of what they can mend, nothing of what they cannot. Faults are logged with the
 * request's id, and the caller gets that id.
 *
 * @param code of errors that carry none: what Apollo made of it.
 */
export function outwardError(error: unknown, code = 'BAD_REQUEST'): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const { path, locations } = error instanceof GraphQLError ? error : {};
  if (original instanceof GraftError && original.kind === 'input') {
    return { message: original.message, path, locations, extensions: { code: original.code } };
  }
  // Thrown on purpose by GraphQL, Apollo or Graft itself: parse and validation errors, scopes, unknown ids.
  if (original instanceof GraphQLError && original.extensions.code !== 'INTERNAL_SERVER_ERROR') {
    const { http: _, stacktrace: __, ...extensions } = original.extensions;
    return { message: original.message, path, locations, extensions: { code, ...extensions } };
  }
  const { requestId, log } = requestScope.getStore() ?? {};
  log?.error({ err: original, path }, 'a request failed');
  return {
    message: `Something went wrong on the server. Its log has more under request ${requestId}.`,
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}
