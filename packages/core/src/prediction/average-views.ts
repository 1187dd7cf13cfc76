import { augmentPicture, viewSeed } from '../augmentation/augment-picture.js';
import { presetTransforms } from '../augmentation/presets.js';
import type { Transform } from '../augmentation/types.js';
import type { AnyManifest } from '../bundle/target-manifest.js';
import { OptionError } from '../errors.js';
import { sha256 } from '../hash.js';
import type { OnFeatures } from './float-network.js';
import type { ServingNetwork } from './serving-network.js';

/** More take longer than they can help. */
const MOST_VIEWS = 64;

/**
 * Test-time augmentation: the mean of what a network answers about a picture as it is and about variations of it, of the kind
 * that it was trained on, else mirrored, slightly nearer, brighter or darker (`light`). A picture's variations depend on
 * nothing but the picture.
 *
 * @returns `run` with the number of views: 1 is the picture alone.
 * @throws OptionError `OPTION_INVALID` for a number that is not a whole one from 1 to 64.
 */
export function averageViews({ run }: Pick<ServingNetwork, 'run'>, { preprocessing, recipe }: AnyManifest) {
  const transforms = trainedOn(recipe) ?? presetTransforms('light');
  const [height, width] = preprocessing.inputSize;
  return async (
    pictures: readonly Uint8Array[],
    views = 1,
    onFeatures?: OnFeatures,
  ): Promise<Float32Array> => {
    if (!Number.isInteger(views) || views < 1 || views > MOST_VIEWS) {
      throw new OptionError(
        'OPTION_INVALID',
        `views is ${views}; expected a whole number from 1 to ${MOST_VIEWS}.`,
        { details: { field: 'views', value: views } },
      );
    }
    const sum = await run(pictures, onFeatures);
    if (views === 1) return sum;
    const hashes = pictures.map((pixels) => sha256(pixels));
    for (let view = 1; view < views; view++) {
      const varied = await Promise.all(
        pictures.map(async (pixels, i) => {
          const seed = viewSeed(hashes[i]!, transforms, 'test', view);
          return (await augmentPicture({ width, height, pixels }, transforms, seed)).pixels;
        }),
      );
      const answers = await run(varied);
      for (let i = 0; i < sum.length; i++) sum[i]! += answers[i]!;
    }
    return sum.map((value) => value / views);
  };
}

/** As `resolveAugmentation` wrote it down; undefined where the model saw pictures as they are. */
function trainedOn(recipe: AnyManifest['recipe']): readonly Transform[] | undefined {
  const { transforms = [] } = (recipe.augmentation ?? {}) as { transforms?: readonly Transform[] };
  return transforms.length > 0 ? transforms : undefined;
}
