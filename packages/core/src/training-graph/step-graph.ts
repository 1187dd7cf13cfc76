import type * as tf from '@tensorflow/tfjs';
import { emitAccumulation } from './accumulation.js';
import { type BoundWeight, bindWeights, weightsOfLayer } from './bound-weights.js';
import { emitClipping } from './clipping.js';
import { createGraph, type Graph, integer, type Ref, type as typeAttribute } from './graph.js';
import type { EmittedLayer } from './layer-rule.js';
import { emitLoss, emitMixedLoss } from './loss.js';
import { emitAverages } from './moving-average.js';
import { emitNetwork } from './network-graph.js';
import type { Node } from './saved-model.js';
import { emitTargetLoss } from './target-loss.js';
import type { LearningOptions, NotCompiled } from './types.js';
import { guardUpdates, outcomeOf } from './update-guard.js';
import { type EmittedRule, emitUpdates } from './update-rules.js';
import { createVariable, type GraphVariable, writeVariables } from './variables.js';

export interface StepGraphOptions extends LearningOptions {
  /** Backbone layers above the cut; none when the head learns alone. */
  readonly suffix?: tf.LayersModel;
  /** Made by `buildHead`: it ends in a softmax, which the loss replaces. */
  readonly head: tf.LayersModel;
}

export interface StepGraph {
  readonly nodes: readonly Node[];
  /** The weights of suffix and head. */
  readonly bound: readonly BoundWeight[];
  readonly rule: EmittedRule;
  /** Every variable: weights, averages of those that learn, slots, scratch. */
  readonly state: readonly GraphVariable[];
  /** What is fed. */
  readonly inputs: {
    readonly features: Ref;
    readonly labels: Ref;
    /** `[batch, outputs]`, where the loss takes them. */
    readonly targets?: Ref;
    readonly rate: Ref;
    readonly decay: Ref;
    readonly seed: Ref;
    /** The old average's share. */
    readonly momentum: Ref;
    /** 1 / number of batches that an update learns from. */
    readonly share: Ref;
    readonly mixed?: { readonly labels: Ref; readonly shares: Ref };
  };
  readonly fetches: {
    /** `[loss, correct]` of an update. */
    readonly step: Ref;
    /** `[loss, correct]` of a batch whose gradients are held back. */
    readonly hold?: Ref;
    /** `[loss, correct]` without one, of the average where one is kept. */
    readonly evaluate: Ref;
    /** Assigns what is fed to every variable. */
    readonly write: Ref;
  };
}

/** Forward, loss, gradients and optimiser of `trainingStep`, and the forward pass of `evaluationStep`. */
export function buildStepGraph(options: StepGraphOptions): StepGraph | NotCompiled {
  const { suffix, head, optimizer, l2, classWeights, labelSmoothing: smoothed, targetLoss } = options;
  const graph = createGraph();
  const parts = [...(suffix ? [suffix] : []), head].map((model) => ({
    model,
    bound: bindWeights(graph, model),
  }));
  const bound = parts.flatMap((part) => part.bound);
  const learning = bound.filter(({ weight }) => weight.trainable);
  if (options.averaging !== undefined) {
    for (const own of learning) own.average = createVariable(graph, own.variable.shape);
  }
  const featureShape = parts[0]!.model.inputs[0]!.shape.slice(1) as number[];
  const scalar = () => graph.placeholder('float', []);
  const inputs = {
    features: graph.placeholder('float', [-1, ...featureShape]),
    labels: graph.placeholder('int32', [-1]),
    targets: targetLoss && graph.placeholder('float', [-1, head.outputs[0]!.shape.at(-1)!]),
    rate: scalar(),
    decay: scalar(),
    seed: graph.placeholder('int32', []),
    momentum: scalar(),
    share: scalar(),
    mixed: options.mixes
      ? { labels: graph.placeholder('int32', [-1]), shares: graph.placeholder('float', [-1]) }
      : undefined,
  };
  const softmax = head.layers.at(-1)!;
  if (softmax.getClassName() !== (targetLoss ? 'Activation' : 'Softmax')) {
    return { notCompiled: `the head ends in "${softmax.name}", which is not an answer`, layer: softmax.name };
  }

  const training = chain(graph, parts, inputs.features, new Set([softmax.name]), inputs.seed);
  if ('notCompiled' in training) return training;
  const evaluating = chain(graph, parts.map(averaged), inputs.features, new Set([softmax.name]));
  if ('notCompiled' in evaluating) return evaluating;

  const classes = head.outputs[0]!.shape.at(-1)!;
  const lossOptions = { classWeights, smoothing: smoothed ? { share: smoothed, classes } : undefined };
  const lossOf = (outputs: Ref) =>
    inputs.targets
      ? emitTargetLoss(graph, outputs, inputs.targets, targetLoss!)
      : emitLoss(graph, outputs, inputs.labels, outputs === training.output ? lossOptions : {});
  const loss = inputs.mixed
    ? emitMixedLoss(graph, training.output, inputs.labels, inputs.mixed, lossOptions)
    : lossOf(training.output);
  training.backward(loss.gradient);
  if (l2 > 0) penalise(graph, parts.at(-1)!.bound, l2);

  const guard = guardUpdates(graph, loss);
  const present = learning.map(({ variable, gradient }) => ({ variable, gradient: gradient! }));
  const accumulation = options.accumulates
    ? emitAccumulation(graph, present, inputs.share, guard.go)
    : undefined;
  const means = accumulation?.means ?? present.map(({ gradient }) => gradient);
  const gradients = options.clipping ? emitClipping(graph, options.clipping, means) : means;
  const rule = emitUpdates(
    graph,
    optimizer,
    learning.map(({ weight, variable }, i) => ({
      variable,
      gradient: gradients[i]!,
      rateFactor: options.rateFactors?.get(weight.name),
    })),
    inputs,
    guard.go,
  );
  const averages = learning.flatMap(({ variable, average }, i) =>
    average ? { variable, average, update: rule.updates[i]! } : [],
  );
  const updates = [
    ...rule.updates,
    ...emitAverages(graph, averages, inputs.momentum),
    ...(accumulation?.clear(rule.updates) ?? []),
  ];
  const state = [
    ...bound.map(({ variable }) => variable),
    ...averages.map(({ average }) => average),
    ...Object.values(rule.slots).flat(),
    ...rule.scratch,
    ...(accumulation?.held ?? []),
  ];
  const fetches = {
    step: guard.outcomeAfter(updates),
    hold: accumulation && guard.outcomeAfter(accumulation.additions),
    evaluate: outcomeOf(graph, lossOf(evaluating.output)),
    write: writeVariables(graph, state),
  };
  return { nodes: graph.nodes, bound, rule, state, inputs, fetches };
}

interface Part {
  readonly model: tf.LayersModel;
  readonly bound: readonly BoundWeight[];
}

/** The same part with the averages in the place of its weights. */
function averaged({ model, bound }: Part): Part {
  return { model, bound: bound.map((own) => ({ ...own, variable: own.average ?? own.variable })) };
}

/** Suffix and head one after the other; only the head drops out, and only with a seed. */
function chain(
  graph: Graph,
  parts: readonly Part[],
  features: Ref,
  skip: ReadonlySet<string>,
  seed?: Ref,
): EmittedLayer | NotCompiled {
  const emitted: EmittedLayer[] = [];
  let x = features;
  for (const { model, bound } of parts) {
    const isHead = model === parts.at(-1)!.model;
    const part = emitNetwork(graph, model, x, {
      weightsOf: (layer) => weightsOfLayer(bound, layer),
      skip: isHead ? skip : new Set(),
      dropoutSeed: isHead && seed ? (index) => pairOf(graph, seed, index) : undefined,
    });
    if ('notCompiled' in part) return part;
    emitted.push(part);
    x = part.output;
  }
  return {
    output: x,
    backward: (gradient) =>
      emitted.reduceRight<readonly Ref[]>((above, part) => part.backward(above[0]!), [gradient]),
  };
}

/** Every dropout layer draws from a seed of its own. */
function pairOf(graph: Graph, seed: Ref, index: number): Ref {
  return graph.add('Pack', [seed, graph.ints(index)], { T: typeAttribute('int32'), N: integer(2) });
}

/** The gradient of `l2 * sum(kernel²)`. */
function penalise(graph: Graph, head: readonly BoundWeight[], l2: number): void {
  const factor = graph.floats(2 * l2);
  for (const own of head.filter(({ weight }) => weight.name.endsWith('/kernel'))) {
    own.gradient = graph.add('AddV2', [own.gradient!, graph.add('Mul', [own.variable.value, factor])]);
  }
}
