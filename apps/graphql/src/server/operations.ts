import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { App, Context } from '../app.js';

/** Counts, times and logs one operation, whatever brought it here. */
export function observeOperation({ metrics }: Pick<App, 'metrics'>) {
  const startedMs = performance.now();
  return (
    operation: OperationDefinitionNode | undefined,
    errors: number,
    context: Pick<Context, 'log' | 'principal'>,
  ) => {
    const { kind, field } = describe(operation);
    const outcome = errors > 0 ? 'error' : 'ok';
    const milliseconds = performance.now() - startedMs;
    metrics.requests.inc({ kind, field, outcome });
    metrics.requestSeconds.observe({ kind, field }, milliseconds / 1000);
    context.log.info(
      {
        kind,
        field,
        name: operation?.name?.value,
        principal: context.principal.id,
        errors,
        milliseconds: Math.round(milliseconds),
      },
      'operation',
    );
  };
}

export const operationOf = (document: DocumentNode, name: string | null | undefined) =>
  getOperationAST(document, name) ?? undefined;

/** By first field, a name of the schema: names that clients make up would make as many time series as they like. */
function describe(operation: OperationDefinitionNode | undefined): { kind: string; field: string } {
  if (!operation) return { kind: 'invalid', field: '' };
  const [first] = operation.selectionSet.selections;
  return { kind: operation.operation, field: first?.kind === 'Field' ? first.name.value : 'fragment' };
}
