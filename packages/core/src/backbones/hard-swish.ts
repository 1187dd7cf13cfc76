import * as tf from '@tensorflow/tfjs';

/** Keras 3's `hard_swish`, x * relu6(x + 3) / 6, which tfjs does not have: known as an activation once this file is loaded. */
class HardSwish extends tf.serialization.Serializable {
  static className = 'hardSwish';

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => x.mul(x.add(3).relu6()).div(6));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}
tf.serialization.registerClass(HardSwish);
