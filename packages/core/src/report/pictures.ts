import sharp from 'sharp';

/** Pixels of a side: enough to see what a picture shows, 4 kB each. */
const SIDE = 144;
/** Pictures under way; libvips uses threads of its own. */
const AT_A_TIME = 8;

/**
 * Small square JPEGs for a page that stands alone.
 *
 * @returns `data:` addresses by id; none for a picture that cannot be read any more.
 */
export async function smallPictures(
  samples: readonly { id: string; path: string }[],
): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  const paths = [...new Map(samples.map(({ id, path }) => [id, path]))];
  for (let start = 0; start < paths.length; start += AT_A_TIME) {
    await Promise.all(
      paths.slice(start, start + AT_A_TIME).map(async ([id, path]) => {
        const jpeg = await small(path).catch(() => undefined);
        if (jpeg) pictures.set(id, `data:image/jpeg;base64,${jpeg.toString('base64')}`);
      }),
    );
  }
  return pictures;
}

function small(path: string): Promise<Buffer> {
  return sharp(path)
    .autoOrient()
    .resize(SIDE, SIDE, { fit: 'cover' })
    .flatten({ background: 'white' })
    .jpeg({ quality: 72, mozjpeg: true })
    .toBuffer();
}
