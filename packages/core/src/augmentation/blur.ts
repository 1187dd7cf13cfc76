import sharp from 'sharp';
import type { Picture } from './picture.js';

/** A Gaussian blur of standard deviation `radius` in pixels, from 0.3; Pillow's `GaussianBlur` takes the same number. */
export async function blur(picture: Picture, { radius }: { readonly radius: number }): Promise<Picture> {
  const { width, height, pixels } = picture;
  const blurred = await sharp(pixels, { raw: { width, height, channels: 3 } })
    // A cruder mask is one pixel at a small radius, which libvips turns into garbage or leaves undone.
    .blur({ sigma: radius, precision: 'float', minAmplitude: 0.01 })
    .raw()
    .toBuffer();
  return { width, height, pixels: blurred };
}
