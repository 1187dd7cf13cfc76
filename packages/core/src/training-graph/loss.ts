import { FLOAT, type Graph, integer, type Ref, type as typeAttribute } from './graph.js';
import { meanOver, reshape } from './shapes.js';

export interface EmittedLoss {
  /** Mean cross-entropy over the rows, a scalar. */
  readonly loss: Ref;
  /** Rows whose largest logit is the label's, a float scalar. */
  readonly correct: Ref;
  /** Gradient of the loss by the logits. */
  readonly gradient: Ref;
}

export interface LossOptions {
  /** One factor per label; the sum is divided by the number of rows all the same, as in Keras. */
  readonly classWeights?: readonly number[];
  /** In [0, 1): targets are `1 - share + share / classes` and `share / classes`. */
  readonly smoothing?: { readonly share: number; readonly classes: number };
}

/**
 * Softmax cross-entropy of logits `[batch, classes]` and labels `[batch]`.
 * @param rowWeights one more factor per row, `[batch]`.
 */
export function emitLoss(
  graph: Graph,
  logits: Ref,
  labels: Ref,
  { classWeights, smoothing }: LossOptions = {},
  rowWeights?: Ref,
): EmittedLoss {
  const entropy = smoothing
    ? graph.add('SoftmaxCrossEntropyWithLogits', [logits, smoothed(graph, labels, smoothing)])
    : graph.add('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], {
        ...FLOAT,
        Tlabels: typeAttribute('int32'),
      });
  const byLogits = `${entropy}:1`;
  const one = graph.floats(1);
  const rows = graph.add('Cast', [graph.add('Size', [labels], INT32_TO_INT32)], {
    SrcT: typeAttribute('int32'),
    DstT: typeAttribute('float'),
  });
  const share = graph.add('RealDiv', [one, rows]);
  const byClass =
    classWeights &&
    graph.add('GatherV2', [graph.floats(classWeights), labels, graph.ints(0)], {
      Tparams: typeAttribute('float'),
      Tindices: typeAttribute('int32'),
      Taxis: typeAttribute('int32'),
    });
  const weights = byClass && rowWeights ? graph.add('Mul', [byClass, rowWeights]) : (byClass ?? rowWeights);
  const perRow = weights ? graph.add('Mul', [entropy, weights]) : entropy;
  const factor = weights ? reshape(graph, graph.add('Mul', [weights, share]), [-1, 1]) : share;
  const predicted = graph.add('ArgMax', [logits, graph.ints(1)], {
    ...FLOAT,
    Tidx: typeAttribute('int32'),
    output_type: typeAttribute('int32'),
  });
  const hits = graph.add('Cast', [graph.add('Equal', [predicted, labels], { T: typeAttribute('int32') })], {
    SrcT: typeAttribute('bool'),
    DstT: typeAttribute('float'),
  });
  return {
    loss: meanOver(graph, perRow, [0]),
    correct: graph.add('Sum', [hits, graph.ints([0])], { ...FLOAT, Tidx: typeAttribute('int32') }),
    gradient: graph.add('Mul', [byLogits, factor]),
  };
}

/**
 * The loss of rows that are mixtures of two: both labels', each weighted with its share. A row counts as correct where
 * its own label is the most probable.
 */
export function emitMixedLoss(
  graph: Graph,
  logits: Ref,
  labels: Ref,
  mixed: { readonly labels: Ref; readonly shares: Ref },
  options: LossOptions,
): EmittedLoss {
  const rest = graph.add('Sub', [graph.floats(1), mixed.shares]);
  const own = emitLoss(graph, logits, labels, options, mixed.shares);
  const other = emitLoss(graph, logits, mixed.labels, options, rest);
  return {
    loss: graph.add('AddV2', [own.loss, other.loss]),
    correct: own.correct,
    gradient: graph.add('AddV2', [own.gradient, other.gradient]),
  };
}

/** Targets `[batch, classes]`. */
function smoothed(graph: Graph, labels: Ref, { share, classes }: NonNullable<LossOptions['smoothing']>): Ref {
  const other = share / classes;
  return graph.add(
    'OneHot',
    [labels, graph.ints(classes), graph.floats(1 - share + other), graph.floats(other)],
    { ...FLOAT, TI: typeAttribute('int32'), axis: integer(-1) },
  );
}

const INT32_TO_INT32 = { T: typeAttribute('int32'), out_type: typeAttribute('int32') };
