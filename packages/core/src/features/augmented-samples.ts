import { augmentPicture } from '../augmentation/augment-picture.js';
import { mixPictures } from '../augmentation/mixing.js';
import type { Picture } from '../augmentation/picture.js';
import type { Transform } from '../augmentation/types.js';
import type { Sample } from '../data/types.js';
import type { FeatureSource } from './feature-source.js';

/** Decoded pictures, varied where a sample asks for a view; others pass as they are. */
export function augmentedSamples(
  pictures: FeatureSource<Uint8Array>,
  transforms: readonly Transform[],
): FeatureSource<Uint8Array> {
  const [height, width] = pictures.shape as [number, number];
  async function viewOf(sample: Sample): Promise<Picture> {
    const picture = { width, height, pixels: await pictures.read(sample) };
    return sample.view ? augmentPicture(picture, transforms, sample.view.seed) : picture;
  }
  return {
    ...pictures,
    async read(sample) {
      const picture = await viewOf(sample);
      const mixed = sample.view?.mixed;
      return (mixed ? mixPictures(picture, await viewOf(mixed.partner), mixed.mix) : picture).pixels;
    },
  };
}
