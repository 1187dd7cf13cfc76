import * as tf from '@tensorflow/tfjs';
import { type Graph, type Ref, shapeOf, text, type as typeAttribute } from './graph.js';
import type { Session } from './session.js';

/** A float32 variable that lives in the session. */
export interface GraphVariable {
  readonly shape: readonly number[];
  /** The resource that update operations change. */
  readonly handle: Ref;
  /** Its value at the start of a run. */
  readonly value: Ref;
  /** Where its next value is fed for `written`. */
  readonly next: Ref;
}

export function createVariable(graph: Graph, shape: readonly number[]): GraphVariable {
  const dtype = typeAttribute('float');
  const handle = graph.add('VarHandleOp', [], {
    dtype,
    shape: { shape: shapeOf(shape) },
    shared_name: text(`variable_${graph.nodes.length}`),
  });
  return {
    shape,
    handle,
    value: graph.add('ReadVariableOp', [handle], { dtype }),
    next: graph.placeholder('float', shape),
  };
}

/** An output that, when fetched, has assigned what is fed as `next` to every variable. */
export function writeVariables(graph: Graph, variables: readonly GraphVariable[]): Ref {
  const assignments = variables.map(({ handle, next }) =>
    graph.add('AssignVariableOp', [handle, next], { dtype: typeAttribute('float') }),
  );
  return graph.add('Identity', [graph.ints(variables.length), ...assignments.map((name) => `^${name}`)], {
    T: typeAttribute('int32'),
  });
}

/** The variables' values. @returns tensors that the caller disposes. */
export function fetchValues(session: Session, variables: readonly GraphVariable[]): tf.Tensor[] {
  if (variables.length === 0) return [];
  return session.run(
    new Map(),
    variables.map(({ value }) => value),
  );
}

/** The variables' values, copied out of the session. */
export function readValues(session: Session, variables: readonly GraphVariable[]): Float32Array[] {
  const tensors = fetchValues(session, variables);
  // Not inside tf.tidy: it would look for tensors among every number of what it gives back, for a second.
  const values = tensors.map((tensor) => (tensor.dataSync() as Float32Array).slice());
  tf.dispose(tensors);
  return values;
}
