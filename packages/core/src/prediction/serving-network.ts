import type { Bundle, CompiledBundle } from '../bundle/read-bundle.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import { type PixelScaling, scalePixels } from '../data/preprocessing.js';
import { createSession } from '../onnx/session.js';
import type { FloatNetwork, OnFeatures } from './float-network.js';
import { createPrefixPool, onePictureEach, type PrefixPool } from './prefix-pool.js';
import { withBuffer } from './reused-buffers.js';

/** From decoded pictures to probabilities. */
export interface ServingNetwork {
  /** Of the files whose networks it alone holds: about what it takes in memory. */
  readonly bytes: number;
  /**
   * @param pictures RGB bytes `[height, width, 3]`, at least one.
   * @param onFeatures is given the frozen part's output, `[pictures.length, ...]`, which is not its to keep.
   * @returns `[pictures.length, labels]`, row-major.
   */
  run(pictures: readonly Uint8Array[], onFeatures?: OnFeatures): Promise<Float32Array>;
  dispose(): void;
}

/**
 * Compiled for ONNX Runtime; TensorFlow and what trains with it are only loaded for models that cannot be.
 *
 * @param prefixes where the frozen part is shared with other models; alone by default.
 */
export async function openNetwork(
  bundle: Bundle<AnyManifest>,
  prefixes?: PrefixPool,
): Promise<ServingNetwork> {
  const network = bundle.compiled
    ? await openCompiled(bundle.compiled, bundle.manifest, prefixes)
    : await (await import('./load-with-tensorflow.js')).loadWithTensorFlow(bundle);
  return takingBytes(network, bundle.manifest.preprocessing.scaling);
}

function takingBytes(network: FloatNetwork, scaling: PixelScaling): ServingNetwork {
  return {
    bytes: network.bytes,
    dispose: () => network.dispose(),
    run(pictures, onFeatures) {
      const size = pictures[0]!.length;
      return withBuffer(pictures.length * size, (pixels) => {
        pictures.forEach((picture, i) => {
          scalePixels(picture, scaling, pixels.subarray(i * size, (i + 1) * size));
        });
        return network.run(pixels, pictures.length, onFeatures);
      });
    },
  };
}

async function openCompiled(
  { trained, prefixSha256, readPrefix }: CompiledBundle,
  { strategy, backbone }: AnyManifest,
  shared?: PrefixPool,
): Promise<FloatNetwork> {
  const frozen = await (shared ?? createPrefixPool()).acquire(prefixSha256, readPrefix);
  try {
    // A head is too small to share out: threads of its own would only wait, spinning, beside the frozen part's.
    const headOnly = strategy.name === 'feature-extraction';
    const top = await createSession(trained, headOnly ? { threads: 1 } : {});
    const lower = backbone.onnx ? onePictureEach(frozen.session) : frozen.session;
    return {
      bytes: trained.length + (shared ? 0 : frozen.bytes),
      async run(pixels, batch, onFeatures) {
        const features = await lower.run(pixels, batch);
        onFeatures?.(features);
        return top.run(features, batch);
      },
      dispose() {
        frozen.release();
        void top.dispose();
      },
    };
  } catch (error) {
    frozen.release();
    throw error;
  }
}
