import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import type { Context } from '../app.js';
import type { Scope } from '../database/tables.js';

/** The schema's types are inferred from resolvers; `schema.graphql` is printed from it and committed. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  AuthScopes: Record<Scope, boolean>;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** Whole numbers beyond 32 bits, such as sizes in bytes. */
    BigInt: { Input: number; Output: number };
  };
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin],
  defaultFieldNullability: false,
  relay: { clientMutationId: 'omit', cursorType: 'String' },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      predict: principal.scopes.has('predict'),
      train: principal.scopes.has('train'),
      admin: principal.scopes.has('admin'),
    }),
    unauthorizedError: (_parent, _context, info) =>
      new GraphQLError(
        `This key may not use ${info.parentType.name}.${info.fieldName}. Ask for a key with another scope.`,
        {
          extensions: { code: 'FORBIDDEN', http: { status: 403 } },
        },
      ),
  },
});

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});

builder.scalarType('DateTime', {
  description: 'A moment as ISO 8601 in UTC, such as `2026-11-24T19:00:00.000Z`.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue(value) {
    const date = new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime()))
      throw new GraphQLError(`Expected a moment as ISO 8601, received ${JSON.stringify(value)}.`);
    return date;
  },
});

builder.scalarType('BigInt', {
  description: 'A whole number up to 2^53, such as a size in bytes.',
  serialize: (value) => Number(value),
  parseValue(value) {
    if (!Number.isSafeInteger(value))
      throw new GraphQLError(`Expected a whole number, received ${JSON.stringify(value)}.`);
    return value as number;
  },
});
