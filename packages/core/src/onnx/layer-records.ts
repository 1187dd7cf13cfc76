import type * as tf from '@tensorflow/tfjs';
import { inputsOf, type LayerConfig, topologyOf } from '../network/topology.js';
import { readWeightValues, weightsOf } from '../network/weights.js';

/** A Keras shape, channels last; null where it is not fixed, as the batch never is. */
export type Shape = readonly (number | null)[];

export interface WeightValue {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** A layer as data, with its weights read out of the engine: all that a converter needs. */
export interface LayerRecord {
  readonly name: string;
  readonly className: string;
  /** The layer's Keras JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers it reads. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** By Keras's names: `kernel`, `bias`, `gamma`… */
  readonly weights: Readonly<Record<string, WeightValue>>;
}

/**
 * @returns the network's layers, each after everything it reads; the first is the input and the last gives the output.
 * @throws NetworkError for networks that are not functional, share layers or have several ends (`topologyOf`).
 */
export async function readLayers(model: tf.LayersModel): Promise<LayerRecord[]> {
  const { layers } = topologyOf(model).config;
  const weights = await weightsByLayer(model);
  const shapes = new Map<string, Shape>();
  return layers.map((layer) => {
    const inputs = inputsOf(layer);
    const inputShapes = inputs.map((name) => shapes.get(name)!);
    const outputShape = outputShapeOf(model, layer, inputShapes);
    shapes.set(layer.name, outputShape);
    return {
      name: layer.name,
      className: layer.class_name,
      config: layer.config,
      inputs,
      inputShapes,
      outputShape,
      weights: weights.get(layer.name) ?? {},
    };
  });
}

/** Computed rather than asked for: a layer that several models share has the shapes of all of them. */
function outputShapeOf(model: tf.LayersModel, layer: LayerConfig, inputShapes: readonly Shape[]): Shape {
  if (layer.class_name === 'InputLayer') return layer.config.batch_input_shape as Shape;
  const shapes = inputShapes.length === 1 ? inputShapes[0] : inputShapes;
  return model.getLayer(layer.name).computeOutputShape(shapes as tf.Shape | tf.Shape[]) as Shape;
}

async function weightsByLayer(model: tf.LayersModel): Promise<Map<string, Record<string, WeightValue>>> {
  const byLayer = new Map<string, Record<string, WeightValue>>();
  for (const { name, shape, data } of await readWeightValues(weightsOf(model))) {
    const slash = name.lastIndexOf('/');
    const layer = name.slice(0, slash);
    byLayer.set(layer, { ...byLayer.get(layer), [name.slice(slash + 1)]: { shape, data } });
  }
  return byLayer;
}
