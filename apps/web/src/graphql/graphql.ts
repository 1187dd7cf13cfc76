import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types.js';

/**
 * Documents typed by the service's own schema: `graphql('query …')` gives one whose variables and result the compiler
 * knows. `npm run schema -w @graft/web` brings the types up to date when `apps/graphql/schema.graphql` has changed.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { BigInt: number; DateTime: string };
  disableMasking: true;
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';
