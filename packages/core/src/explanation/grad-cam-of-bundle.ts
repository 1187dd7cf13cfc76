import { WEIGHTS_FILE } from '../bundle/layout.js';
import { loadFrozen } from '../bundle/load-frozen.js';
import type { Bundle } from '../bundle/read-bundle.js';
import { startEngine } from '../engine/engine.js';
import { NetworkError } from '../errors.js';
import { joinNetworks } from '../network/join-networks.js';
import { deserializeNetwork } from '../network/serialize.js';
import { type GradCam, openGradCam } from './grad-cam.js';

/** Grad-CAM of a saved model, its frozen part in float32. The caller disposes it. Throws as `openGradCam` does. */
export async function gradCamOfBundle(bundle: Bundle): Promise<GradCam> {
  const { backbone } = bundle.manifest;
  if (backbone.onnx) {
    throw new NetworkError(
      'NETWORK_NO_MAP',
      `The backbone of the model, ${backbone.name}, is an ONNX file: Grad-CAM finds no layers in it. Use occlusion, which asks the model only.`,
    );
  }
  await startEngine();
  const frozen = await loadFrozen(bundle);
  const trained = await deserializeNetwork(bundle.weights, WEIGHTS_FILE);
  try {
    const network = await joinNetworks(frozen, trained, backbone.name);
    return await openGradCam(network).finally(() => network.dispose());
  } finally {
    frozen.dispose();
    trained.dispose();
  }
}
