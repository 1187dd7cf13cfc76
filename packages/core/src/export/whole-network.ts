import type * as tf from '@tensorflow/tfjs';
import { WEIGHTS_FILE } from '../bundle/layout.js';
import { loadFrozen } from '../bundle/load-frozen.js';
import { type CompiledBundle, readAnyBundle } from '../bundle/read-bundle.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import { startEngine } from '../engine/engine.js';
import { joinNetworks } from '../network/join-networks.js';
import { deserializeNetwork } from '../network/serialize.js';
import type { Storage } from '../storage/types.js';

export interface WholeNetwork {
  /** Scaled pixels `[batch, height, width, 3]`, as `imageDecoder` gives them -> probabilities `[batch, labels]`. */
  readonly model: tf.LayersModel;
  readonly manifest: AnyManifest;
  /** What the model is served with, where its frozen part computes in int8: `model` is the network before it was rounded. */
  readonly int8?: CompiledBundle;
}

/**
 * A saved model's frozen and trained parts as the one network that they are.
 *
 * @throws BundleError as `readBundle` does; NetworkError as `joinNetworks` does.
 */
export async function loadWholeNetwork(storage: Storage, prefix: string): Promise<WholeNetwork> {
  const bundle = await readAnyBundle(storage, prefix);
  await startEngine();
  const frozen = await loadFrozen(bundle);
  const trained = await deserializeNetwork(bundle.weights, WEIGHTS_FILE);
  try {
    const model = await joinNetworks(frozen, trained, bundle.manifest.backbone.name);
    const { manifest, compiled } = bundle;
    return { model, manifest, int8: manifest.precision?.used === 'int8' ? compiled : undefined };
  } finally {
    frozen.dispose();
    trained.dispose();
  }
}
