import * as tf from '@tensorflow/tfjs';
import type { ModelFacts } from '../bundle/manifest.js';
import { type ImagePreprocessing, imageDecoder } from '../data/preprocessing.js';
import { GraftError } from '../errors.js';
import type { Mistake } from '../evaluation/types.js';
import { drawHeatMap } from '../explanation/draw-heat-map.js';
import { openGradCam } from '../explanation/grad-cam.js';
import { heatMapFrom } from '../explanation/heat-map.js';
import { joinNetworks } from '../network/join-networks.js';
import { weightsOf } from '../network/weights.js';

/** As large as the page's small pictures. */
const SIDE = 144;
/** Grad-CAM copies the network: of one with more weights than this, which is about ResNet50, a page is not worth it. */
const MOST_WEIGHTS = 30e6;

/**
 * Where the network saw the wrong labels, as `data:` addresses by id. Empty where Grad-CAM cannot be had: on WebAssembly it
 * would take longer than the training. A picture that cannot be read any more has none.
 */
export async function mistakeHeatMaps(
  [frozen, trained]: readonly [tf.LayersModel, tf.LayersModel],
  mistakes: readonly Mistake[],
  { labels, preprocessing }: Pick<ModelFacts, 'labels' | 'preprocessing'>,
): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  if (
    mistakes.length === 0 ||
    tf.getBackend() !== 'tensorflow' ||
    sizeOf(frozen) + sizeOf(trained) > MOST_WEIGHTS
  ) {
    return addresses;
  }
  try {
    const network = await joinNetworks(frozen, trained, 'whole');
    const gradCam = await openGradCam(network).finally(() => network.dispose());
    const decoder = imageDecoder(preprocessing as ImagePreprocessing);
    try {
      for (const { id, path, predicted } of mistakes) {
        const pixels = await decoder.decode(path).catch(() => undefined);
        if (!pixels) continue;
        const evidence = gradCam.evidence(pixels, labels.indexOf(predicted));
        const heatMap = heatMapFrom(evidence, gradCam.gridShape, preprocessing.inputSize);
        const drawn = await drawHeatMap(path, heatMap, {
          resize: preprocessing.resize,
          format: 'jpeg',
          side: SIDE,
        });
        addresses.set(id, `data:image/jpeg;base64,${Buffer.from(drawn).toString('base64')}`);
      }
    } finally {
      gradCam.dispose();
    }
  } catch (error) {
    // A network without a map, or layers that no gradient is known for: the page goes without.
    if (!(error instanceof GraftError)) throw error;
  }
  return addresses;
}

function sizeOf(network: tf.LayersModel): number {
  return weightsOf(network).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}
