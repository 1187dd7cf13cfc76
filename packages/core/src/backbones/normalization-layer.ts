import * as tf from '@tensorflow/tfjs';

interface NormalizationConfig {
  readonly name?: string;
  /** Per channel, in the config or, where both are absent, weights. */
  readonly mean?: number[] | null;
  readonly variance?: number[] | null;
}

/** As in Keras, against dividing by zero. */
const LEAST_DEVIATION = 1e-7;

/** Keras's Normalization of channels, which tfjs does not have: `(x - mean) / sqrt(variance)`. */
class Normalization extends tf.layers.Layer {
  static className = 'Normalization';
  readonly #constants: { readonly mean: number[]; readonly variance: number[] } | undefined;

  constructor({ mean, variance, ...config }: NormalizationConfig) {
    super(config);
    this.#constants = mean && variance ? { mean, variance } : undefined;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = (inputShape as tf.Shape).at(-1)!;
    if (!this.#constants) {
      const weight = (name: string, shape: number[], initializer: 'zeros' | 'ones') =>
        this.addWeight(name, shape, 'float32', tf.initializers[initializer](), undefined, false);
      weight('mean', [channels], 'zeros');
      weight('variance', [channels], 'ones');
      // How many samples Keras counted; files hold it.
      weight('count', [], 'zeros');
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return inputShape as tf.Shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const [mean, variance] = this.#constants
        ? [tf.tensor1d(this.#constants.mean), tf.tensor1d(this.#constants.variance)]
        : this.weights.map((weight) => weight.read());
      return x.sub(mean!).div(variance!.sqrt().maximum(LEAST_DEVIATION));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), mean: null, variance: null, ...this.#constants };
  }
}
tf.serialization.registerClass(Normalization);

/** @param constants without them the layer has weights. */
export function normalize(
  x: tf.SymbolicTensor,
  name: string,
  constants?: { readonly mean: number[]; readonly variance: number[] },
): tf.SymbolicTensor {
  return new Normalization({ name, ...constants }).apply(x) as tf.SymbolicTensor;
}
