import * as tf from '@tensorflow/tfjs';
import { type NetworkWeight, weightsOf } from '../network/weights.js';
import { withLayers } from '../network/with-layers.js';

/** What learns: the backbone above the cut, if any, and the head. */
export interface TrainableNetwork {
  /** The backbone above the cut, with its pooling. */
  readonly suffix: tf.LayersModel | undefined;
  readonly head: tf.LayersModel;
  readonly weights: readonly NetworkWeight[];
  /**
   * @param features `[batch, ...featureShape]`.
   * @param dropoutSeed draws this step's dropout masks; undefined switches dropout off (evaluation).
   * @returns logits `[batch, classes]`.
   */
  logits(features: tf.Tensor, dropoutSeed?: number): tf.Tensor2D;
  /** L2 penalty of the head's kernels, without its factor. */
  squaredKernels(): tf.Scalar;
  /** The same network as one model that ends in probabilities, sharing these variables. */
  asModel(): tf.LayersModel;
}

/**
 * @param suffix backbone layers above the cut, ending in a pooled vector; its batch norms run on their stored statistics.
 * @param head made by `buildHead`.
 */
export function trainableNetwork(suffix: tf.LayersModel | undefined, head: tf.LayersModel): TrainableNetwork {
  if (suffix) useStoredStatistics(suffix);
  const [, ...headLayers] = head.layers; // Without the InputLayer.
  const beforeSoftmax = headLayers.slice(0, -1);
  return {
    suffix,
    head,
    weights: [...(suffix ? weightsOf(suffix) : []), ...weightsOf(head)],
    logits: (features, dropoutSeed) =>
      tf.tidy(() => {
        let x = suffix ? (suffix.apply(features) as tf.Tensor) : features;
        beforeSoftmax.forEach((layer, i) => {
          const rate = layer.getClassName() === 'Dropout' ? (layer.getConfig().rate as number) : undefined;
          if (rate === undefined) x = layer.apply(x) as tf.Tensor;
          else if (dropoutSeed !== undefined) x = tf.dropout(x, rate, undefined, dropoutSeed + i);
        });
        return x as tf.Tensor2D;
      }),
    squaredKernels: () =>
      tf.tidy(() =>
        weightsOf(head)
          .filter(({ name }) => name.endsWith('/kernel'))
          .map(({ variable }) => variable.square().sum())
          .reduce((a, b) => a.add(b))
          .asScalar(),
      ),
    asModel: () => withLayers(suffix ?? identity(head), headLayers, 'trained'),
  };
}

/**
 * Keras runs a batch norm whose training flag is off on its moving statistics; tfjs moves them during training whatever
 * the flag says (layers/normalization.ts reads only the call's own argument). As a scale and shift,
 *
 *     gamma / sqrt(variance + epsilon) * x + (beta - mean * gamma / sqrt(variance + epsilon)),
 *
 * nothing can move them, gamma and beta still learn, and the gradient costs half as much as that of the fused kernel.
 */
function useStoredStatistics(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    if (layer.getClassName() !== 'BatchNormalization') continue;
    const epsilon = layer.getConfig().epsilon as number;
    const variables = Object.fromEntries(
      layer.weights.map((weight) => [weight.originalName.split('/').at(-1)!, weight]),
    );
    layer.call = (inputs) =>
      tf.tidy(() => {
        const x = Array.isArray(inputs) ? inputs[0]! : inputs;
        const inverse = variables.moving_variance!.read().add(epsilon).rsqrt();
        const scale = variables.gamma ? inverse.mul(variables.gamma.read()) : inverse;
        const centre = variables.moving_mean!.read().mul(scale);
        const shift = variables.beta ? variables.beta.read().sub(centre) : centre.neg();
        return x.mul(scale).add(shift);
      });
  }
}

/** A model that gives its input back, for a head that stands alone. */
function identity(head: tf.LayersModel): tf.LayersModel {
  return tf.model({ inputs: head.inputs, outputs: head.inputs, name: 'features' });
}
