import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fitText, textPath, textWidth } from './lettering.js';

/** Dark pixels of the text drawn at size 100 on a white canvas, and the box around them. */
async function draw(text: string) {
  const width = 600;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="150">${textPath(text, 10, 100, 100, 'black')}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).greyscale().raw().toBuffer();
  const dark = [...pixels].flatMap((value, index) => (value < 128 ? [index] : []));
  const columns = dark.map((index) => index % width);
  const rows = dark.map((index) => Math.floor(index / width));
  return {
    count: dark.length,
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
}

test('letters stand on the baseline, inside their width', async () => {
  const box = await draw('HEX 42');
  expect(box.count).toBeGreaterThan(2000);
  expect(box.bottom).toBeGreaterThanOrEqual(98);
  expect(box.bottom).toBeLessThanOrEqual(101);
  expect(box.top).toBeLessThan(35);
  expect(box.left).toBeGreaterThanOrEqual(10);
  expect(box.right).toBeLessThan(10 + textWidth('HEX 42', 100));
});

test('other letters are other shapes', async () => {
  expect(await draw('cat')).not.toEqual(await draw('dog'));
});

test('a character without a shape is drawn as one, not left out', async () => {
  expect((await draw('猫')).count).toBeGreaterThan(500);
});

test('text is cut to fit', () => {
  expect(fitText('food', 15, 100)).toBe('food');
  const cut = fitText('bottle-with-popping-cork', 15, 100);
  expect(cut).toMatch(/^bottle.*…$/);
  expect(textWidth(cut, 15)).toBeLessThanOrEqual(100);
});
