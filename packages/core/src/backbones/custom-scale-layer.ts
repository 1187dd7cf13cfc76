import * as tf from '@tensorflow/tfjs';

/** Keras's layer of InceptionResNetV2: adds a second tensor to the first, times a constant. */
class CustomScaleLayer extends tf.layers.Layer {
  static className = 'CustomScaleLayer';
  readonly #scale: number;

  constructor(config: { name?: string; scale: number }) {
    super(config);
    this.#scale = config.scale;
  }

  override computeOutputShape(inputShapes: tf.Shape | tf.Shape[]): tf.Shape {
    return (inputShapes as tf.Shape[])[0]!;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, residual] = inputs as [tf.Tensor, tf.Tensor];
    return tf.tidy(() => x.add(residual.mul(this.#scale)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.#scale };
  }
}
tf.serialization.registerClass(CustomScaleLayer);

export function addScaled(
  [x, residual]: readonly [tf.SymbolicTensor, tf.SymbolicTensor],
  name: string,
  scale: number,
): tf.SymbolicTensor {
  return new CustomScaleLayer({ name, scale }).apply([x, residual]) as tf.SymbolicTensor;
}
