import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { GraphQLSchema, ValidationRule } from 'graphql';
import { type DocumentNode, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { Config } from '../config.js';

/** More tokens than any sensible operation has; stops deep nesting before the parser recurses into it. */
export const MAX_TOKENS = 5000;

/** Rules beyond GraphQL's own, for HTTP, WebSocket and server-sent events alike. */
export function limitRules({ depth, cost, aliases }: Config['limits']): ValidationRule[] {
  const armor = new ApolloArmor({
    maxDepth: { n: depth, flattenFragments: true },
    costLimit: {
      maxCost: cost,
      objectCost: 2,
      scalarCost: 1,
      depthCostFactor: 1.5,
      ignoreIntrospection: true,
    },
    maxAliases: { n: aliases },
    maxDirectives: { n: 20 },
    // Its own check answers 500; `parseOptions` does the same with 400.
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  });
  return armor.protect().validationRules as ValidationRule[];
}

/**
 * Parses and validates an operation for transports that do not go through Apollo.
 *
 * @returns the document, or what is wrong with it.
 */
export function parseWithinLimits(
  schema: GraphQLSchema,
  query: string,
  rules: readonly ValidationRule[],
): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, ...rules]);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
  }
}
