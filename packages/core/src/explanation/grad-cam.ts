import * as tf from '@tensorflow/tfjs';
import { EngineError, NetworkError } from '../errors.js';
import { cutNetwork, validCuts } from '../network/cut.js';

export interface GradCam {
  /** Of the feature map: `[rows, columns]`. */
  readonly gridShape: readonly [number, number];
  /** Layer whose output is the feature map. */
  readonly layer: string;
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
 * that is the class activation map (Zhou et al. 2016, CVPR) divided by the number of positions.
 *
 * @param network pixels -> probabilities; its last two layers are `logits` and an activation. It may be disposed afterwards.
 * `evidence` throws EngineError `ENGINE_NO_GRADIENTS` where the engine cannot differentiate what lies above the map.
 *
 * @throws NetworkError `NETWORK_NO_MAP` when no such map is all that passes from below to above.
 */
export async function openGradCam(network: tf.LayersModel): Promise<GradCam> {
  const cut = await cutNetwork(network, aboveLastMap(network));
  const logits = tf.model({
    inputs: cut.suffix!.inputs,
    outputs: cut.suffix!.getLayer('logits').output as tf.SymbolicTensor,
  });
  const inputShape = cut.prefix.inputs[0]!.shape.slice(1) as number[];
  const [rows, columns] = cut.featureShape as [number, number];
  return {
    gridShape: [rows, columns],
    layer: cut.lastFrozen,
    evidence(pixels, label) {
      const evidence = withGradients(() => {
        const map = cut.prefix.apply(tf.tensor(pixels, [1, ...inputShape])) as tf.Tensor; // [1, rows, columns, channels]
        // Not by gather, whose gradient WebAssembly does not have.
        const chosen = tf.oneHot(tf.tensor1d([label], 'int32'), logits.outputs[0]!.shape[1]!);
        const logitOf = (features: tf.Tensor) => (logits.apply(features) as tf.Tensor2D).mul(chosen).sum();
        const weights = tf.grad(logitOf)(map).mean([1, 2], true); // [1, 1, 1, channels]
        return map.mul(weights).sum(3).relu(); // [1, rows, columns]
      });
      const values = (evidence.dataSync() as Float32Array).slice();
      evidence.dispose();
      return values;
    },
    dispose() {
      cut.prefix.dispose();
      cut.suffix!.dispose();
    },
  };
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
