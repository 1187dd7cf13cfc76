import {
  augmentPicture,
  decodeImage,
  type Picture,
  type Sample,
  type Transform,
  viewSeed,
} from '@graft/core';
import sharp from 'sharp';

/** Pixels. */
const SIDE = 160;
const GAP = 8;

export interface SheetOptions {
  readonly transforms: readonly Transform[];
  /** Variations per picture. */
  readonly views: number;
  readonly resize: 'crop' | 'letterbox' | 'stretch';
}

/** A PNG with one row per picture: the original, then the views 1, 2, … that training would learn from. */
export async function drawAugmentationSheet(
  samples: readonly Pick<Sample, 'path' | 'sha256'>[],
  { transforms, views, resize }: SheetOptions,
): Promise<Buffer> {
  const rows = await Promise.all(
    samples.map(async ({ path, sha256 }) => {
      const original = {
        width: SIDE,
        height: SIDE,
        pixels: await decodeImage(path, { width: SIDE, height: SIDE, resize }),
      };
      const varied = Array.from({ length: views }, (_, i) =>
        augmentPicture(original, transforms, viewSeed(sha256, transforms, i + 1)),
      );
      return [original, ...(await Promise.all(varied))];
    }),
  );
  const at = (index: number) => GAP + index * (SIDE + GAP);
  return sharp({
    create: { width: at(views + 1), height: at(rows.length), channels: 3, background: 'white' },
  })
    .composite(
      rows.flatMap((row, y) => row.map((picture, x) => ({ ...rawInput(picture), left: at(x), top: at(y) }))),
    )
    .png()
    .toBuffer();
}

function rawInput({ width, height, pixels }: Picture) {
  return { input: Buffer.from(pixels), raw: { width, height, channels: 3 } as const };
}
