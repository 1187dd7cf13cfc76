import type * as tf from '@tensorflow/tfjs';
import { NetworkError } from '../errors.js';
import { readWeightValues, weightsOf } from '../network/weights.js';
import {
  createGraph,
  type Graph,
  type Ref,
  shapeOf,
  type as typeAttribute,
} from '../training-graph/graph.js';
import type { LayerWeights } from '../training-graph/layer-rule.js';
import { emitNetwork } from '../training-graph/network-graph.js';
import { DataType, encodeSavedModel, type TensorInfo } from '../training-graph/saved-model.js';
import { toJson } from './facts.js';
import type { ExportedFiles, ExportFacts } from './types.js';

/**
 * A TensorFlow SavedModel: a frozen graph with the weights as constants and one signature, `serving_default`, from `input` to
 * `output`. `assets.extra/graft.json` holds the labels and the preprocessing.
 *
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER`.
 */
export async function toSavedModel(model: tf.LayersModel, facts: ExportFacts): Promise<ExportedFiles> {
  const graph = createGraph();
  const sides = (end: tf.SymbolicTensor) => [-1, ...(end.shape.slice(1) as number[])];
  const input = graph.placeholder('float', sides(model.inputs[0]!));
  const output = emitForward(graph, model, input, await constants(graph, model));
  const info = (name: Ref, end: tf.SymbolicTensor): TensorInfo => ({
    name: name.includes(':') ? name : `${name}:0`,
    dtype: DataType.float,
    tensor_shape: shapeOf(sides(end)),
  });
  const bytes = encodeSavedModel(graph.nodes, {
    serving_default: {
      inputs: { input: info(input, model.inputs[0]!) },
      outputs: { output: info(output, model.outputs[0]!) },
      method_name: 'tensorflow/serving/predict',
    },
  });
  return new Map([
    ['assets.extra/graft.json', toJson(facts)],
    ['saved_model.pb', bytes],
  ]);
}

/** The rules are those of the training step, whose loss takes logits: the softmax at the end is added here. */
function emitForward(
  graph: Graph,
  model: tf.LayersModel,
  input: Ref,
  weightsOf: (layer: string) => LayerWeights,
): Ref {
  const last = model.outputs[0]!.sourceLayer;
  const endsInSoftmax = last.getClassName() === 'Softmax' && model.outputShape.length === 2;
  const skip = new Set(endsInSoftmax ? [last.name] : []);
  const emitted = emitNetwork(graph, model, input, { weightsOf, skip });
  if ('notCompiled' in emitted) {
    const { layer, className, notCompiled } = emitted;
    throw new NetworkError(
      'NETWORK_UNSUPPORTED_LAYER',
      `The network cannot be written as a SavedModel: ${notCompiled}. Export as keras or onnx, which know more layers.`,
      { details: { layer, className } },
    );
  }
  return endsInSoftmax ? graph.add('Softmax', [emitted.output]) : emitted.output;
}

async function constants(graph: Graph, model: tf.LayersModel): Promise<(layer: string) => LayerWeights> {
  const weights = new Map(
    (await readWeightValues(weightsOf(model))).map(({ name, shape, data }) => [
      name,
      { shape, value: constant(graph, shape, data) },
    ]),
  );
  return (layer) => ({
    value: (name) => weights.get(`${layer}/${name}`)?.value,
    shape: (name) => weights.get(`${layer}/${name}`)!.shape,
    learn() {},
  });
}

function constant(graph: Graph, shape: readonly number[], data: Float32Array): Ref {
  const content = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return graph.add('Const', [], {
    dtype: typeAttribute('float'),
    value: { tensor: { dtype: DataType.float, tensor_shape: shapeOf(shape), tensor_content: content } },
  });
}
