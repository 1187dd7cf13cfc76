import sharp from 'sharp';
import type { Picture } from './picture.js';

/** What a JPEG file of this `quality` (1 to 100) would have left, with colours at half resolution (4:2:0). */
export async function jpeg(picture: Picture, { quality }: { readonly quality: number }): Promise<Picture> {
  const { width, height, pixels } = picture;
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return { width, height, pixels: await sharp(file).raw().toBuffer() };
}
