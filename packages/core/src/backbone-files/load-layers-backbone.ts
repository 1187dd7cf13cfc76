import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { LoadedBackbone } from '../backbones/load-backbone.js';
import { PIXEL_SCALINGS, type PixelScaling } from '../data/preprocessing.js';
import { BackboneError } from '../errors.js';
import { buildNetwork, type LayerConfig, type Topology } from '../network/topology.js';
import type { OnProgress } from '../progress.js';
import { assignWeights } from '../weights/assign-weights.js';
import { readNetworkConfig } from '../weights/read-network-config.js';
import { readWeights } from '../weights/read-weights.js';
import { refused } from './errors.js';
import { kerasTopology } from './keras-topology.js';
import { withoutTop } from './without-top.js';

export interface LayersBackboneOptions {
  readonly path: string;
  /** For networks that leave it open; default 224. */
  readonly inputSize?: number;
  /** Default: none for a network that scales pixels itself, else `tf`, as Keras's own small networks expect. */
  readonly scaling?: PixelScaling['mode'];
  readonly onProgress?: OnProgress;
}

const DEFAULT_INPUT_SIZE = 224;
/** First layers by which a network takes pixels from 0 to 255. */
const SCALES_ITSELF = ['Rescaling', 'Normalization'];

/**
 * A Keras or tfjs model as a backbone: its layers up to the last feature map. The engine must run.
 *
 * @throws BackboneError `BACKBONE_FILE` naming the layer and class that cannot be built; WeightsError as `readWeights`.
 */
export async function loadLayersBackbone(options: LayersBackboneOptions): Promise<LoadedBackbone> {
  const { path, inputSize = DEFAULT_INPUT_SIZE, onProgress } = options;
  const config = await readNetworkConfig(path);
  if (config === undefined) {
    throw refused(
      path,
      'it holds weights without the network; give it as `weights` of the backbone that it belongs to',
    );
  }
  const { topology, top } = withoutTop(kerasTopology(config, inputSize, path));
  for (const layer of topology.config.layers) requireKnown(layer, path);
  const side = sideOf(topology);
  if (options.inputSize !== undefined && options.inputSize !== side) {
    throw new BackboneError(
      'BACKBONE_INPUT_SIZE',
      `${path} takes pictures of ${side} x ${side} pixels; received inputSize ${options.inputSize}. Leave the input size out.`,
      { details: { field: 'inputSize', received: options.inputSize, expected: side } },
    );
  }
  const model = await built(topology, path);
  try {
    assignWeights(model, await readWeights(path), { classifierLayers: top });
    const rank = model.outputs[0]!.shape.length;
    if (rank !== 4) throw refused(path, `expected a feature map of rank 4 at its end; found rank ${rank}`);
  } catch (error) {
    model.dispose();
    throw error;
  }
  const last = topology.config.output_layers[0]![0];
  const { scaling, reason } = scalingFor(topology, options.scaling);
  const notice = (message: string) => onProgress?.({ type: 'notice', level: 'info', message });
  if (top.length > 0) {
    notice(
      `The backbone in ${basename(path)} ends at "${last}"; ${top.length} layers above it are left out.`,
    );
  }
  if (reason) notice(`Pixels are scaled by "${scaling.mode}" for ${basename(path)}: ${reason}.`);
  return {
    backbone: { name: basename(path) },
    options: { inputSize: side, alpha: 1 },
    model,
    scaling,
    weightsSource: `file ${basename(path)}`,
    embedded: false,
  };
}

/** Options that change what a layer computes and that tfjs would pass over in silence. */
function requireKnown({ class_name, name, config }: LayerConfig, path: string): void {
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  const problem = !(class_name in known)
    ? `its class is not known here. Known: the layers of tfjs and of Graft's own backbones`
    : typeof config.groups === 'number' && config.groups !== 1
      ? `it has groups ${config.groups}; expected 1`
      : config.keepdims === true
        ? 'it has keepdims; expected none'
        : config.data_format === 'channels_first'
          ? 'its channels come first; expected channels_last'
          : undefined;
  if (!problem) return;
  throw refused(
    path,
    `layer "${name}" (${class_name}) cannot be built: ${problem}. Convert the model with tf2onnx and give the .onnx file`,
  );
}

function sideOf({ config: { layers } }: Topology): number {
  return (layers[0]!.config.batch_input_shape as number[])[1]!;
}

async function built(topology: Topology, path: string): Promise<tf.LayersModel> {
  try {
    return await buildNetwork(topology);
  } catch (cause) {
    throw refused(path, `tfjs cannot build it (${(cause as Error).message})`, cause);
  }
}

function scalingFor(
  { config: { layers } }: Topology,
  asked: PixelScaling['mode'] | undefined,
): { scaling: PixelScaling; reason?: string } {
  if (asked !== undefined) return { scaling: PIXEL_SCALINGS[asked] };
  if (layers.slice(0, 4).some(({ class_name }) => SCALES_ITSELF.includes(class_name))) {
    return { scaling: PIXEL_SCALINGS.none, reason: 'it scales them itself' };
  }
  return {
    scaling: PIXEL_SCALINGS.tf,
    reason:
      'a guess, -1 to 1, as MobileNets and Teachable Machine expect. Give the scaling (torch, tf, caffe, lite or none) where the network was trained with another',
  };
}
