import type * as tf from '@tensorflow/tfjs';
import type { PixelScaling } from '../data/preprocessing.js';
import { foldBatchNorms } from './batch-norm.js';
import { unsupported } from './converters/converter.js';
import { CONVERTERS } from './converters/index.js';
import { createGraph } from './graph.js';
import { readLayers, type Shape } from './layer-records.js';
import { fromKeras, toKeras } from './layout.js';
import { foldPixelScaling, writePixelInput } from './pixel-input.js';
import { DATA_TYPE, encodeModel, ONNX_VERSION, type ValueInfoProto } from './proto/model-proto.js';
import { foldZeroPadding } from './zero-padding.js';

export interface ExportOnnxOptions {
  /** Facts that travel with the file, as ONNX's metadata: labels, preprocessing, Graft's version. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Multiply batch norms into the layer before or after them where that is the same function; default true. */
  readonly foldBatchNorm?: boolean;
  /**
   * Take RGB bytes `[batch, height, width, 3]` instead of float32 and scale them inside the network, as `scalePixels` does
   * outside.
   */
  readonly uint8Input?: PixelScaling;
  /** Store kernels in float16: half the size, computed in float32 all the same; default false. */
  readonly float16Weights?: boolean;
}

/**
 * Writes a network as an ONNX file (opset 18). Its one input is called `input`, its one output `output`; both have
 * the shapes of the model, `[batch, height, width, channels]` for pictures, with the batch left open.
 *
 * @throws NetworkError `NETWORK_UNSUPPORTED_LAYER` naming the layer and its class; the codes of `topologyOf` for networks
 * that are not functional, share layers or have several ends. OptionError when `uint8Input` meets a network without pictures.
 */
export async function exportOnnx(
  model: tf.LayersModel,
  { metadata = {}, foldBatchNorm = true, uint8Input, float16Weights }: ExportOnnxOptions = {},
): Promise<Uint8Array> {
  const read = foldZeroPadding(await readLayers(model));
  const folded = foldBatchNorm ? foldBatchNorms(read) : read;
  const pixels = uint8Input && foldPixelScaling(folded, uint8Input);
  const [input, ...layers] = pixels?.layers ?? folded;
  const output = layers.at(-1) ?? input!;

  const graph = createGraph({ float16Weights });
  const ends = graph.scope('graph');
  const start = pixels
    ? writePixelInput(ends, 'input', pixels)
    : fromKeras(ends, 'input', input!.outputShape.length);
  const tensors = new Map([[input!.name, start]]);
  for (const layer of layers) {
    const convert = CONVERTERS[layer.className];
    if (!convert) throw unsupported(layer);
    const inputs = layer.inputs.map((name) => tensors.get(name)!);
    tensors.set(layer.name, convert(layer, inputs, graph.scope(layer.name)));
  }
  const inKerasOrder = toKeras(ends, tensors.get(output.name)!, output.outputShape.length);
  // A network that does nothing still needs a node between its input and its output.
  const result = inKerasOrder === 'input' ? ends.node('Identity', ['input']) : inKerasOrder;

  return encodeModel({
    irVersion: ONNX_VERSION.ir,
    opsetImport: [{ domain: '', version: ONNX_VERSION.opset }],
    producerName: 'graft',
    graph: graph.finish(
      model.name,
      valueInfo('input', input!.outputShape, uint8Input ? DATA_TYPE.uint8 : DATA_TYPE.float),
      valueInfo('output', output.outputShape, DATA_TYPE.float),
      result,
    ),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

function valueInfo(name: string, [, ...sides]: Shape, elemType: number): ValueInfoProto {
  const dim = sides.map((side, i) =>
    side == null ? { dimParam: `${name}_side_${i + 1}` } : { dimValue: side },
  );
  return {
    name,
    type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'batch' }, ...dim] } } },
  };
}
