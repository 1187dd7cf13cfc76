import type { WeightsSource } from '../weights/types.js';

/** Where keras/src/applications downloads its weights from. */
const KERAS_APPLICATIONS = 'https://storage.googleapis.com/tensorflow/keras-applications';

/**
 * ImageNet weights without the classifier, as Keras publishes them.
 *
 * @param hash the `file_hash` in Keras's source, where it states one: MD5, or SHA-256 by its length.
 */
export function kerasWeights(
  folder: string,
  fileName: string,
  licence: string,
  hash?: string,
): WeightsSource {
  return {
    url: `${KERAS_APPLICATIONS}/${folder}/${fileName}`,
    fileName,
    licence,
    hash: hash === undefined ? undefined : { algorithm: hash.length === 32 ? 'md5' : 'sha256', hex: hash },
  };
}
