import { expect, test } from 'vitest';
import { occlude } from './occlusion.js';

const SIDE = 56;
const picture = new Uint8Array(SIDE * SIDE * 3).fill(60);
/** A white square from (28, 28) to (36, 36). */
for (let y = 28; y < 36; y++) picture.fill(255, (y * SIDE + 28) * 3, (y * SIDE + 36) * 3);

/** A model whose odds for label 1 are e for each white pixel of a corner of the square, and nothing else. */
async function countsWhite(pictures: readonly Uint8Array[]): Promise<Float32Array> {
  return Float32Array.from(
    pictures.flatMap((pixels) => {
      let white = 0;
      for (let y = 28; y < 30; y++)
        for (let x = 28; x < 30; x++) if (pixels[(y * SIDE + x) * 3] === 255) white++;
      const odds = Math.exp(white - 2);
      return [1 / (1 + odds), odds / (1 + odds)];
    }),
  );
}

test('the odds fall where the patch covers what the model looks at, and nowhere else', async () => {
  const { evidence, shape } = await occlude(picture, [SIDE, SIDE], 1, countsWhite);
  expect(shape).toEqual([14, 14]);
  evidence.forEach((fall, cell) => {
    // Cells of 4 x 4 pixels under a patch of 9 x 9 that starts 3 pixels before them.
    const [top, left] = [Math.floor(cell / 14) * 4 - 3, (cell % 14) * 4 - 3];
    const covered = (start: number) => [28, 29].filter((pixel) => pixel >= start && pixel < start + 9).length;
    expect(fall).toBeCloseTo(covered(top) * covered(left), 4);
  });
});

test('what speaks for one of two labels speaks against the other', async () => {
  const { evidence } = await occlude(picture, [SIDE, SIDE], 1, countsWhite);
  const other = await occlude(picture, [SIDE, SIDE], 0, countsWhite);
  other.evidence.forEach((fall, cell) => {
    expect(fall).toBeCloseTo(-evidence[cell]!, 4);
  });
});
