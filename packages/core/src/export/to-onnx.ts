import type * as tf from '@tensorflow/tfjs';
import type { CompiledBundle } from '../bundle/read-bundle.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import { joinOnnx } from '../onnx/join-onnx.js';
import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  decodeModel,
  encodeModel,
  type NodeProto,
  type TensorProto,
} from '../onnx/proto/model-proto.js';
import { asStrings } from './facts.js';
import { toFloat16 } from './float16.js';
import type { ExportedFiles, ExportFacts } from './types.js';

/** Below it a tensor's halves save less than their cast costs. */
const MIN_VALUES = 256;

/**
 * The whole network in one ONNX file, facts in its metadata. With `float16` weights are stored as halves and cast back to
 * float32, once, when a runtime loads the file.
 *
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER`.
 */
export async function toOnnx(
  model: tf.LayersModel,
  facts: ExportFacts,
  { float16 }: { float16: boolean },
): Promise<ExportedFiles> {
  const file = await exportOnnx(model, { metadata: asStrings(facts) });
  return new Map([['model.onnx', float16 ? withFloat16Weights(file) : file]]);
}

/** The two files that a model is served with as one, for frozen parts that layers cannot give: in int8, or of somebody else. */
export async function joinedOnnx(
  { readPrefix, trained }: CompiledBundle,
  facts: ExportFacts,
): Promise<ExportedFiles> {
  return new Map([['model.onnx', joinOnnx(await readPrefix(), trained, asStrings(facts))]]);
}

function withFloat16Weights(file: Uint8Array): Uint8Array {
  const model = decodeModel(file);
  const casts: NodeProto[] = [];
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    if (tensor.dataType !== DATA_TYPE.float || tensor.rawData.length < 4 * MIN_VALUES) return tensor;
    const name = `${tensor.name}/float16`;
    casts.push(castToFloat(name, tensor.name));
    const halves = toFloat16(new Float32Array(Uint8Array.from(tensor.rawData).buffer), tensor.name);
    return { ...tensor, name, dataType: DATA_TYPE.float16, rawData: new Uint8Array(halves.buffer) };
  });
  return encodeModel({
    ...model,
    graph: { ...model.graph, initializer, node: [...casts, ...model.graph.node] },
  });
}

function castToFloat(input: string, output: string): NodeProto {
  return {
    name: `${output}/Cast`,
    opType: 'Cast',
    input: [input],
    output: [output],
    attribute: [{ name: 'to', type: ATTRIBUTE_TYPE.int, i: DATA_TYPE.float }],
  };
}
