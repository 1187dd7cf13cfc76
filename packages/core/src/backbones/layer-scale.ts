import * as tf from '@tensorflow/tfjs';

/** Keras's layer of ConvNeXt: a learned factor per channel. */
class LayerScale extends tf.layers.Layer {
  static className = 'LayerScale';
  readonly #projectionDim: number;

  constructor({ projectionDim, ...config }: { name?: string; projectionDim: number }) {
    super(config);
    this.#projectionDim = projectionDim;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.addWeight('gamma', [this.#projectionDim], 'float32', tf.initializers.zeros());
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return inputShape as tf.Shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return x.mul(this.weights[0]!.read());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), projectionDim: this.#projectionDim };
  }
}
tf.serialization.registerClass(LayerScale);

export function layerScale(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  return new LayerScale({ name, projectionDim: x.shape.at(-1)! }).apply(x) as tf.SymbolicTensor;
}
