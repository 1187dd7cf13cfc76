import type * as tf from '@tensorflow/tfjs';
import { loadBackbone } from '../backbones/load-backbone.js';
import { BundleError, NetworkError } from '../errors.js';
import { cutNetwork } from '../network/cut.js';
import { deserializeNetwork } from '../network/serialize.js';
import { fingerprint } from '../network/weights.js';
import { withPooling } from '../network/with-layers.js';
import type { Bundle } from './read-bundle.js';
import type { AnyManifest } from './target-manifest.js';

/** The frozen part: from its file, or rebuilt from the backbone that ships with Graft. */
export async function loadFrozen({ manifest, prefix }: Bundle<AnyManifest>): Promise<tf.LayersModel> {
  if (manifest.backbone.onnx) {
    throw new NetworkError(
      'NETWORK_ONNX_ONLY',
      `The backbone of the model, ${manifest.backbone.name}, is an ONNX file and has no layers. Export the model as onnx, or train from a backbone with layers.`,
      { details: { backbone: manifest.backbone.name } },
    );
  }
  if (prefix) return deserializeNetwork(prefix, `prefix of model ${manifest.id}`);
  const { name, inputSize, alpha } = manifest.backbone;
  const { model } = await loadBackbone({ name, inputSize, alpha });
  const { pooling, featureLayers } = manifest.head;
  const cut = await cutNetwork(withPooling(model, pooling, featureLayers), manifest.strategy.from);
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
