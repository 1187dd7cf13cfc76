import * as tf from '@tensorflow/tfjs';
import { loadBackbone } from '../backbones/load-backbone.js';
import type { Bundle } from '../bundle/read-bundle.js';
import { startEngine } from '../engine/engine.js';
import { BundleError } from '../errors.js';
import { cutNetwork } from '../network/cut.js';
import { deserializeNetwork } from '../network/serialize.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import type { FloatNetwork } from './float-network.js';

/** Serves a model that has no compiled form: both parts as layers on TensorFlow. */
export async function loadWithTensorFlow(bundle: Bundle): Promise<FloatNetwork> {
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

/** The frozen part: from its file, or rebuilt from the backbone that ships with Graft. */
export async function loadFrozen({ manifest, prefix }: Bundle): Promise<tf.LayersModel> {
  if (prefix) return deserializeNetwork(prefix, `prefix of model ${manifest.id}`);
  const { name, inputSize, alpha } = manifest.backbone;
  const { model } = await loadBackbone({ name, inputSize, alpha });
  const cut = await cutNetwork(withPooling(model, manifest.head.pooling), manifest.strategy.from);
  model.dispose();
  cut.suffix?.dispose();
  if ((await fingerprint(cut.prefix)) === manifest.prefix.fingerprint) return cut.prefix;
  cut.prefix.dispose();
  throw new BundleError(
    'BUNDLE_BACKBONE',
    `The model was trained on other ${name} weights than this version of Graft ships (fingerprint ${manifest.prefix.fingerprint.slice(0, 12)}…). ` +
      `Use Graft ${manifest.versions.graft} or train it again.`,
  );
}
