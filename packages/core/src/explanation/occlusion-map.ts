import { pixelDecoder } from '../data/preprocessing.js';
import type { Model } from '../prediction/load-model.js';
import { asPicture, type PredictionInput } from '../prediction/prediction-input.js';
import { heatMapFrom } from './heat-map.js';
import { occlude } from './occlusion.js';
import type { HeatMap } from './types.js';

/**
 * Where in a picture a model that is loaded already sees a label, by occlusion: some two hundred answers of the model, between
 * which it answers others.
 *
 * @param label one of the model's labels.
 * @throws ImageError for a picture that cannot be decoded.
 */
export async function occlusionMap(
  model: Pick<Model, 'labels' | 'manifest' | 'predict'>,
  picture: PredictionInput,
  label: string,
): Promise<HeatMap> {
  const { labels, manifest } = model;
  const [height, width] = manifest.preprocessing.inputSize;
  const pixels = await pixelDecoder(manifest.preprocessing).decode(await asPicture(picture));
  const { evidence, shape } = await occlude(
    pixels,
    [height, width],
    labels.indexOf(label),
    async (pictures) => {
      const answers = await model.predict(
        pictures.map((each) => ({ pixels: each, height, width })),
        { topK: labels.length },
      );
      return Float32Array.from(answers.flatMap((answer) => inOrder(answer, labels)));
    },
  );
  return heatMapFrom(evidence, shape, [height, width]);
}

function inOrder(answer: Awaited<ReturnType<Model['predict']>>[number], labels: readonly string[]): number[] {
  const byLabel = new Map(answer.map(({ label, probability }) => [label, probability]));
  return labels.map((label) => byLabel.get(label)!);
}
