import * as tf from '@tensorflow/tfjs';
import { loadFrozen } from '../bundle/load-frozen.js';
import type { Bundle } from '../bundle/read-bundle.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import { startEngine } from '../engine/engine.js';
import { deserializeNetwork } from '../network/serialize.js';
import type { FloatNetwork } from './float-network.js';

/** Serves a model that has no compiled form: both parts as layers on TensorFlow. */
export async function loadWithTensorFlow(bundle: Bundle<AnyManifest>): Promise<FloatNetwork> {
  await startEngine();
  const frozen = await loadFrozen(bundle);
  const trained = await deserializeNetwork(bundle.weights, 'weights.safetensors');
  const inputShape = frozen.inputs[0]!.shape.slice(1) as number[];
  return {
    bytes: bundle.weights.length + (bundle.prefix?.length ?? 0),
    async run(pixels, batch, onFeatures) {
      const features = tf.tidy(() => frozen.predict(tf.tensor(pixels, [batch, ...inputShape])) as tf.Tensor);
      const output = tf.tidy(() => trained.predict(features) as tf.Tensor);
      onFeatures?.((await features.data()) as Float32Array);
      const probabilities = (await output.data()) as Float32Array;
      features.dispose();
      output.dispose();
      return probabilities;
    },
    dispose() {
      frozen.dispose();
      trained.dispose();
    },
  };
}
