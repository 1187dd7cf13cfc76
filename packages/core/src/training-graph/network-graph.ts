import type * as tf from '@tensorflow/tfjs';
import { inputsOf, type LayerConfig, topologyOf } from '../network/topology.js';
import { normalisesChannels } from './batch-norm.js';
import type { Graph, Ref } from './graph.js';
import type { EmittedLayer, LayerContext, LayerWeights } from './layer-rule.js';
import { LAYER_RULES } from './layers.js';
import type { NotCompiled } from './types.js';

export interface NetworkOptions {
  /** Weights of a layer, by its name. */
  weightsOf(layer: string): LayerWeights;
  /** Undefined switches dropout off. @param index of the layer. */
  readonly dropoutSeed?: (index: number) => Ref;
  /** Layers that pass their input on. */
  readonly skip: ReadonlySet<string>;
}

/**
 * Adds a whole network to the graph, layer by layer, and with `backward` its gradients from the top down.
 */
export function emitNetwork(
  graph: Graph,
  model: tf.LayersModel,
  input: Ref,
  { weightsOf, dropoutSeed, skip }: NetworkOptions,
): EmittedLayer | NotCompiled {
  const { layers, output_layers } = topologyOf(model).config;
  const norms = foldedNorms(layers, model);
  const folded = new Set([...norms.values()].map(({ name }) => name));
  const emitted = new Map<string, EmittedLayer>();
  for (const [index, layer] of layers.entries()) {
    const { name, class_name: className } = layer;
    const inputs = inputsOf(layer).map((source) => emitted.get(source)!.output);
    if (className === 'InputLayer' || folded.has(name) || skip.has(name)) {
      emitted.set(name, { output: inputs[0] ?? input, backward: (gradient) => [gradient] });
      continue;
    }
    const norm = norms.get(name);
    const rule = Object.hasOwn(LAYER_RULES, className) ? LAYER_RULES[className] : undefined;
    const result = rule?.(
      {
        graph,
        config: layer.config,
        weights: weightsOf(name),
        inputShapes: inputsOf(layer).map((source) => shapeOf(model, source)),
        outputShape: shapeOf(model, name),
        norm: norm && { config: norm.config, weights: weightsOf(norm.name) },
        dropoutSeed: dropoutSeed?.(index),
      } satisfies LayerContext,
      inputs,
    );
    if (!result) {
      const known = rule ? 'has options that are not known' : 'is not known';
      return { notCompiled: `layer "${name}" (${className}) ${known}`, layer: name, className };
    }
    emitted.set(name, result);
  }
  const [top] = output_layers[0]!;
  return {
    output: emitted.get(top)!.output,
    backward: (gradient) => [backThrough(graph, layers, emitted, top, gradient)],
  };
}

/** From the top down: where several layers read one, their gradients add up. @returns the gradient by the input. */
function backThrough(
  graph: Graph,
  layers: readonly LayerConfig[],
  emitted: ReadonlyMap<string, EmittedLayer>,
  top: string,
  gradient: Ref,
): Ref {
  const arriving = new Map<string, Ref[]>([[top, [gradient]]]);
  let total = gradient;
  for (const layer of layers.toReversed()) {
    const parts = arriving.get(layer.name);
    if (!parts) continue; // Not on a path to the output.
    total = parts.reduce((sum, part) => graph.add('AddV2', [sum, part]));
    const below = emitted.get(layer.name)!.backward(total);
    for (const [i, source] of inputsOf(layer).entries()) {
      arriving.set(source, [...(arriving.get(source) ?? []), below[i]!]);
    }
  }
  return total;
}

const CONVOLUTIONS = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);

/** Batch norms that are the only reader of a linear convolution, by that convolution's name. */
function foldedNorms(layers: readonly LayerConfig[], model: tf.LayersModel): Map<string, LayerConfig> {
  const norms = new Map<string, LayerConfig>();
  for (const layer of layers) {
    if (!CONVOLUTIONS.has(layer.class_name)) continue;
    if ((layer.config.activation ?? 'linear') !== 'linear') continue;
    const [reader, ...others] = layers.filter((other) => inputsOf(other).includes(layer.name));
    if (!reader || others.length > 0 || reader.class_name !== 'BatchNormalization') continue;
    if (layer.name === model.outputs[0]!.sourceLayer.name) continue;
    if (normalisesChannels(reader.config, shapeOf(model, reader.name).length + 1))
      norms.set(layer.name, reader);
  }
  return norms;
}

/** Without the batch axis. */
function shapeOf(model: tf.LayersModel, layer: string): number[] {
  return (model.getLayer(layer).output as tf.SymbolicTensor).shape.slice(1) as number[];
}
