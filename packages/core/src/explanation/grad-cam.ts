import * as tf from '@tensorflow/tfjs';
import { EngineError, NetworkError } from '../errors.js';
import { copyNetwork } from '../network/copy.js';
import { validCuts } from '../network/cut.js';
import { JOINED_FEATURES } from '../network/with-layers.js';

export interface GradCam {
  /** Of the finest feature map: `[rows, columns]`. */
  readonly gridShape: readonly [number, number];
  /** Layers whose outputs are the feature maps. */
  readonly layers: readonly string[];
  /**
   * @param pixels one picture as the network takes it, scaled, `[height, width, 3]`.
   * @param label index of the label to be explained.
   * @returns `[rows, columns]`, row-major: >= 0, in units of the label's logit.
   */
  evidence(pixels: Float32Array, label: number): Float32Array;
  dispose(): void;
}

/**
 * Grad-CAM (Selvaraju et al. 2017, ICCV) on the network's last feature map with more than one position: the map's channels
 * weighted by the mean gradient of the label's logit, summed, and cut off at 0. For average pooling under one dense layer
 * that is the class activation map (Zhou et al. 2016, CVPR) divided by the number of positions. Where the head reads several
 * maps side by side, it is the sum over them, coarser ones enlarged: the logit is a sum over them as well.
 *
 * @param network pixels -> probabilities; its last two layers are `logits` and an activation. It may be disposed afterwards.
 * `evidence` throws EngineError `ENGINE_NO_GRADIENTS` where the engine cannot differentiate what lies above the maps.
 *
 * @throws NetworkError `NETWORK_NO_MAP` when there is no such map through which everything passes from below to above.
 */
export async function openGradCam(network: tf.LayersModel): Promise<GradCam> {
  const own = await copyNetwork(network);
  const maps = mapsIn(own);
  const below = tf.model({ inputs: own.inputs, outputs: maps });
  const logits = own.getLayer('logits').output as tf.SymbolicTensor;
  const inputShape = own.inputs[0]!.shape.slice(1) as number[];
  const grids = maps.map(({ shape }) => shape.slice(1, 3) as [number, number]);
  const [rows, columns] = grids.reduce((a, b) => (b[0] * b[1] > a[0] * a[1] ? b : a));
  return {
    gridShape: [rows, columns],
    layers: maps.map(({ sourceLayer }) => sourceLayer.name),
    evidence(pixels, label) {
      const evidence = withGradients(() => {
        // Each [1, rows, columns, channels].
        const values = [below.apply(tf.tensor(pixels, [1, ...inputShape]))].flat() as tf.Tensor4D[];
        // Not by gather, whose gradient WebAssembly does not have.
        const chosen = tf.oneHot(tf.tensor1d([label], 'int32'), logits.shape[1]!);
        const logitOf = (...features: tf.Tensor[]) =>
          computed(logits, new Map(maps.map((map, i) => [map.id, features[i]!])))
            .mul(chosen)
            .sum();
        const parts = tf
          .grads(logitOf)(values)
          .map((gradient, i) => {
            const weights = gradient.mean([1, 2], true); // [1, 1, 1, channels]
            const part = values[i]!.mul(weights).sum(3, true) as tf.Tensor4D; // [1, rows, columns, 1]
            const [h, w] = grids[i]!;
            if (h === rows && w === columns) return part;
            return tf.image.resizeBilinear(part, [rows, columns]).mul((h * w) / (rows * columns));
          });
        return tf.addN(parts).relu();
      });
      const values = (evidence.dataSync() as Float32Array).slice();
      evidence.dispose();
      return values;
    },
    dispose: () => own.dispose(),
  };
}

/** The maps that the head reads side by side, or the one that everything passes. */
function mapsIn(network: tf.LayersModel): tf.SymbolicTensor[] {
  const joined = network.layers.find(({ name }) => name === JOINED_FEATURES);
  if (!joined) return [network.getLayer(aboveLastMap(network)).input as tf.SymbolicTensor];
  const mapBelow = (tensor: tf.SymbolicTensor): tf.SymbolicTensor =>
    tensor.shape.length === 4 ? tensor : mapBelow(tensor.inputs[0]!);
  return (joined.input as tf.SymbolicTensor[]).map(mapBelow);
}

/** The value of a tensor of the network, from those of tensors below it by their ids. */
function computed(tensor: tf.SymbolicTensor, values: ReadonlyMap<number, tf.Tensor>): tf.Tensor {
  const value = values.get(tensor.id);
  if (value) return value;
  const inputs = tensor.inputs.map((input) => computed(input, values));
  return tensor.sourceLayer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.Tensor;
}

/** `tf.tidy`, with an error that says what to do where the engine lacks the gradient of some layer above the map. */
function withGradients(compute: () => tf.Tensor): tf.Tensor {
  try {
    return tf.tidy(compute);
  } catch (cause) {
    if (!/not registered for backend/.test((cause as Error).message)) throw cause;
    throw new EngineError(
      'ENGINE_NO_GRADIENTS',
      `Grad-CAM of this network needs native TensorFlow; the ${tf.getBackend()} engine lacks a gradient (${(cause as Error).message}). Use occlusion, or run \`npm run bootstrap\`.`,
      { cause },
    );
  }
}

/**
 * The lowest layer above the last map: what reads a tensor `[rows, columns, channels]` of more than one position. A map that
 * has been pooled is coarser than the one before and says no more.
 */
function aboveLastMap(network: tf.LayersModel): string {
  const name = validCuts(network).findLast((layer) => {
    const read = network.getLayer(layer).input as tf.SymbolicTensor;
    const [rows = 1, columns = 1] = read.shape.slice(1, -1) as number[];
    return (
      read.shape.length === 4 &&
      rows * columns > 1 &&
      !/Pooling|InputLayer/.test(read.sourceLayer.getClassName())
    );
  });
  if (name !== undefined) return name;
  throw new NetworkError(
    'NETWORK_NO_MAP',
    `Network "${network.name}" has no feature map that Grad-CAM could read. Use occlusion, which asks the model only.`,
  );
}
