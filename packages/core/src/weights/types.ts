/** One stored array. Values are widened to float32 whatever the file stores. */
export interface WeightTensor {
  /** Variable name within its layer: `kernel`, `bias`, `depthwise_kernel`, `gamma`, `moving_mean`… */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A layer's arrays in the file's own order, which is Keras's order of `layer.weights`. */
export interface LayerWeights {
  readonly layer: string;
  readonly tensors: readonly WeightTensor[];
}

/** What every reader gives: the layers that have weights, in file order, with the file they came from for messages. */
export interface WeightsFile {
  readonly path: string;
  readonly format: 'keras-h5' | 'keras-weights-h5' | 'keras' | 'safetensors' | 'tfjs';
  /**
   * What `LayerWeights.layer` is: the layer's name, or, as the first versions of Keras 3 save it, its class and its turn
   * among the layers of its class (`conv2d`, `conv2d_1`…).
   */
  readonly naming: 'layers' | 'classes';
  readonly layers: readonly LayerWeights[];
}

/** Where published weights come from and how to know that they arrived whole. */
export interface WeightsSource {
  readonly url: string;
  /** File name in the cache and on mirrors. */
  readonly fileName: string;
  /**
   * What the whole file must hash to. Absent where nobody publishes one (Keras states an MD5 for VGG and ResNet, none for
   * the MobileNets); then only the file's own structure can be checked, when it is read.
   */
  readonly hash?: { readonly algorithm: 'md5' | 'sha256'; readonly hex: string };
  readonly licence: string;
}
