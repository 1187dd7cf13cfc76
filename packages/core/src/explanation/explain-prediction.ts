import { type Bundle, readBundle } from '../bundle/read-bundle.js';
import { type ImagePreprocessing, pixelDecoder, scalePixels } from '../data/preprocessing.js';
import { OptionError } from '../errors.js';
import { asPicture, type PredictionInput } from '../prediction/prediction-input.js';
import { openNetwork } from '../prediction/serving-network.js';
import { fileStorage } from '../storage/file-storage.js';
import type { Storage } from '../storage/types.js';
import { heatMapFrom } from './heat-map.js';
import { occlude } from './occlusion.js';
import { EXPLANATION_METHODS, type ExplanationMethod, type HeatMap } from './types.js';

export interface ExplanationOptions {
  /** The label to be explained; default: the model's answer. */
  readonly label?: string;
  /**
   * `grad-cam`: exact and quick, needs TensorFlow and a backbone with layers; `occlusion`: asks the model some two hundred
   * times, whatever it is made of. Default: Grad-CAM where there are layers.
   */
  readonly method?: ExplanationMethod;
  /** The model's place within its storage; default '', the root. */
  readonly prefix?: string;
}

export interface Explanation {
  readonly label: string;
  /** Of the label, in [0, 1]. */
  readonly probability: number;
  readonly method: ExplanationMethod;
  /** Over the part of the picture that the model saw, see `preprocessing.resize`. */
  readonly heatMap: HeatMap;
  /** For `drawHeatMap`. */
  readonly preprocessing: ImagePreprocessing;
}

/**
 * Where in a picture a saved model saw a label.
 *
 *     const { label, heatMap, preprocessing } = await explainPrediction('models/pets', 'cat.jpg');
 *     const png = await drawHeatMap('cat.jpg', heatMap, preprocessing);
 *
 * @param place folder of a saved model, or a storage.
 * @throws BundleError as `loadModel` does; ImageError for a picture that cannot be decoded.
 * @throws OptionError `OPTION_INVALID` for a label or a method that there is not.
 * @throws NetworkError `NETWORK_NO_MAP` for `grad-cam` of a model without a feature map.
 */
export async function explainPrediction(
  place: string | Storage,
  picture: PredictionInput,
  { label, method: wanted, prefix = '' }: ExplanationOptions = {},
): Promise<Explanation> {
  if (wanted !== undefined && !EXPLANATION_METHODS.includes(wanted)) {
    throw new OptionError(
      'OPTION_INVALID',
      `method is ${JSON.stringify(wanted)}; expected one of ${EXPLANATION_METHODS.join(', ')}.`,
      {
        details: { field: 'method' },
      },
    );
  }
  const storage = typeof place === 'string' ? fileStorage(place) : place;
  const bundle = await readBundle(storage, prefix);
  const { labels, preprocessing, backbone } = bundle.manifest;
  const method = wanted ?? (backbone.onnx ? 'occlusion' : 'grad-cam');
  const asked = label === undefined ? undefined : labelIndex(labels, label);
  const pixels = await pixelDecoder(preprocessing).decode(await asPicture(picture));
  const network = await openNetwork(bundle);
  try {
    const probabilities = (await network.run([pixels])).slice();
    const index = asked ?? probabilities.indexOf(Math.max(...probabilities));
    const heatMap =
      method === 'grad-cam'
        ? await byGradCam(bundle, pixels, index)
        : await byOcclusion(pixels, preprocessing, index, (pictures) => network.run(pictures));
    return { label: labels[index]!, probability: probabilities[index]!, method, heatMap, preprocessing };
  } finally {
    network.dispose();
  }
}

async function byGradCam(bundle: Bundle, pixels: Uint8Array, label: number): Promise<HeatMap> {
  // Loaded where it is needed: occlusion does without TensorFlow.
  const { gradCamOfBundle } = await import('./grad-cam-of-bundle.js');
  const gradCam = await gradCamOfBundle(bundle);
  try {
    const { preprocessing } = bundle.manifest;
    const evidence = gradCam.evidence(scalePixels(pixels, preprocessing.scaling), label);
    return heatMapFrom(evidence, gradCam.gridShape, preprocessing.inputSize);
  } finally {
    gradCam.dispose();
  }
}

async function byOcclusion(
  pixels: Uint8Array,
  { inputSize }: ImagePreprocessing,
  label: number,
  probabilitiesOf: (pictures: readonly Uint8Array[]) => Promise<Float32Array>,
): Promise<HeatMap> {
  const { evidence, shape } = await occlude(pixels, inputSize, label, probabilitiesOf);
  return heatMapFrom(evidence, shape, inputSize);
}

function labelIndex(labels: readonly string[], label: string): number {
  const index = labels.indexOf(label);
  if (index >= 0) return index;
  throw new OptionError(
    'OPTION_INVALID',
    `"${label}" is none of the model's labels; expected one of ${labels.join(', ')}.`,
    {
      details: { field: 'label', value: label },
    },
  );
}
