import type { WeightsSource } from '../weights/types.js';

/** Where keras/src/applications downloads its weights from. */
const KERAS_APPLICATIONS = 'https://storage.googleapis.com/tensorflow/keras-applications';

/**
 * ImageNet weights without the classifier, as Keras publishes them.
 *
 * @param md5 the `file_hash` in Keras's source, where it states one.
 */
export function kerasWeights(folder: string, fileName: string, licence: string, md5?: string): WeightsSource {
  return {
    url: `${KERAS_APPLICATIONS}/${folder}/${fileName}`,
    fileName,
    licence,
    hash: md5 === undefined ? undefined : { algorithm: 'md5', hex: md5 },
  };
}
