import { FLOAT, type Graph, integer, type Ref, type as typeAttribute } from './graph.js';
import type { EmittedLoss } from './loss.js';

/** Lets updates happen only where the loss is a finite number. */
export interface UpdateGuard {
  /** What an update waits for; it never comes when the loss is not finite. */
  readonly go: Ref;
  /** `[loss, correct]`, after these updates where they happen. */
  outcomeAfter(updates: readonly Ref[]): Ref;
}

/** TensorFlow's Switch and Merge: what follows the branch not taken does not run. */
export function guardUpdates(graph: Graph, loss: EmittedLoss): UpdateGuard {
  const finite = graph.add('IsFinite', [loss.loss]);
  const way = graph.add('Switch', [finite, finite], { T: typeAttribute('bool') });
  return {
    go: graph.add('Identity', [`${way}:1`], { T: typeAttribute('bool') }),
    outcomeAfter(updates) {
      const outcome = graph.add('Switch', [outcomeOf(graph, loss), finite]);
      const updated = graph.add('Identity', [`${outcome}:1`, ...updates.map((update) => `^${update}`)]);
      return graph.add('Merge', [outcome, updated], { ...FLOAT, N: integer(2) });
    },
  };
}

/** `[loss, correct]`: one tensor costs one copy. */
export function outcomeOf(graph: Graph, { loss, correct }: EmittedLoss): Ref {
  return graph.add('Pack', [loss, correct], { ...FLOAT, N: integer(2) });
}
