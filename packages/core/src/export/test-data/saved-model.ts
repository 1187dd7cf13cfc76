import * as tf from '@tensorflow/tfjs';
import { findBackbone } from '../../backbones/registry.js';
import { exampleFacts } from '../../bundle/example.js';
import { writeBundle } from '../../bundle/write-bundle.js';
import { cutNetwork } from '../../network/cut.js';
import { serializeNetwork } from '../../network/serialize.js';
import { withLayers, withPooling } from '../../network/with-layers.js';
import { drawWeights } from '../../onnx/compare-with-tfjs.js';
import { memoryStorage } from '../../storage/memory-storage.js';
import type { Storage } from '../../storage/types.js';

export interface SavedExample {
  readonly storage: Storage;
  readonly labels: readonly string[];
  /** Scaled pixels of two pictures `[2, size, size, 3]`. */
  readonly pictures: Float32Array;
  readonly shape: readonly number[];
  /** The network's answer to `pictures` in tfjs, row by row, computed part by part as before the export. */
  readonly probabilities: Float32Array;
}

/** For tests: a bundle of a backbone with made-up weights, cut at `from`, and a head of two dense layers. */
export async function saveExample(
  backbone: string,
  { from, inputSize = 64 }: { from?: string; inputSize?: number } = {},
): Promise<SavedExample> {
  const built = findBackbone(backbone).build({ inputSize, alpha: 1 });
  const { prefix, suffix, lastFrozen, featureShape } = await cutNetwork(withPooling(built, 'average'), from);
  const trained = withHead(suffix, featureShape);
  for (const network of [prefix, trained]) drawWeights(network);

  const shape = [2, inputSize, inputSize, 3];
  const pictures = Float32Array.from({ length: 2 * inputSize ** 2 * 3 }, (_, i) => Math.sin(i * i));
  const probabilities = tf.tidy(() => {
    const features = prefix.predict(tf.tensor(pictures, shape)) as tf.Tensor;
    shrinkLogits(trained, features);
    return (trained.predict(features) as tf.Tensor).dataSync<'float32'>();
  });

  const facts = exampleFacts();
  const storage = memoryStorage();
  await writeBundle(storage, '', {
    manifest: {
      ...facts,
      strategy: { name: from ? 'fine-tuning' : 'feature-extraction', from },
      backbone: { ...facts.backbone, name: backbone, inputSize },
      prefix: { ...facts.prefix, lastLayer: lastFrozen, featureShape },
    },
    weights: await serializeNetwork(trained),
    prefix: await serializeNetwork(prefix),
  });

  // The trained part's disposal is also that of the suffix, whose layers it holds.
  for (const network of [built, prefix, trained]) network.dispose();
  return { storage, labels: facts.labels, pictures, shape, probabilities };
}

function withHead(suffix: tf.LayersModel | undefined, featureShape: readonly number[]): tf.LayersModel {
  const input = tf.input({ shape: [...featureShape], name: 'pooled_features' });
  const below = suffix ?? tf.model({ inputs: input, outputs: input, name: 'features' });
  const layers = [
    tf.layers.dropout({ rate: 0.2, name: 'head_dropout' }),
    tf.layers.dense({ units: 16, activation: 'relu', name: 'head_dense_1' }),
    tf.layers.dense({ units: 2, name: 'logits' }),
    tf.layers.softmax({ name: 'predictions' }),
  ];
  return withLayers(below, layers, 'trained');
}

/** Features of made-up weights may be anything: logits below one keep the softmax where it shows differences. */
function shrinkLogits(trained: tf.LayersModel, features: tf.Tensor): void {
  const logits = trained.getLayer('logits');
  const below = tf.model({ inputs: trained.inputs, outputs: logits.input as tf.SymbolicTensor });
  const [kernel, bias] = logits.getWeights();
  const largest = (below.predict(features) as tf.Tensor).abs().max();
  logits.setWeights([kernel!.div(largest), bias!]);
}

/** @returns the largest difference of two rows of probabilities; infinity where their lengths differ. */
export function largestDifference(received: ArrayLike<number>, expected: Float32Array): number {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - received[i]!)), 0);
}
