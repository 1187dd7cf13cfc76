import type { Graph, Ref } from './graph.js';

/** A layer in the graph: what it computes and how a gradient passes down through it. */
export interface EmittedLayer {
  readonly output: Ref;
  /**
   * Adds the gradient's operations; what nothing asks for is never run.
   * @param gradient of the loss by `output`. @returns gradients by each input.
   */
  backward(gradient: Ref): readonly Ref[];
}

/** Adds one layer to the graph; undefined when its configuration is beyond this rule. */
export type LayerRule = (layer: LayerContext, inputs: readonly Ref[]) => EmittedLayer | undefined;

export interface LayerContext {
  readonly graph: Graph;
  /** The layer's Keras configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: LayerWeights;
  /** Shapes without the batch axis. */
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShape: readonly number[];
  /** The batch norm that alone reads this convolution and is computed with it. */
  readonly norm?: Pick<LayerContext, 'config' | 'weights'>;
  /** Two int32 numbers that this layer's dropout mask is drawn from; undefined: no dropout. */
  readonly dropoutSeed?: Ref;
}

export interface LayerWeights {
  /** A weight's value in this step; undefined when the layer has none of that name. */
  value(name: string): Ref | undefined;
  shape(name: string): readonly number[];
  /** Sets the gradient of the loss by a weight. */
  learn(name: string, gradient: Ref): void;
}
