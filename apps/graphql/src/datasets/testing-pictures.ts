import sharp from 'sharp';

/** For tests: a real picture that no other number gives. */
export function testPicture(number: number, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: number % 256 };
  return sharp({ create: { width: 24 + (number % 5), height: 16, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

/** A PNG of a few hundred bytes that says it has a hundred thousand pixels each way. */
export async function pictureBomb(): Promise<Buffer> {
  const png = Buffer.from(await testPicture(1, 'png'));
  png.writeUInt32BE(100_000, 16);
  png.writeUInt32BE(100_000, 20);
  return png;
}
