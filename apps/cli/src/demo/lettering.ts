import { GLYPHS } from './glyphs.js';

const glyphs = new Map(GLYPHS.map(([character, advance, outline]) => [character, { advance, outline }]));
const unknown = glyphs.get('\ufffd')!;

/** @returns width of the text at this font size, in the same unit as the size. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, character) => width + glyphOf(character).advance, 0) * (size / 1000);
}

/**
 * Text as an SVG `path`, so that it looks the same on a machine without fonts. Characters outside Latin-1 become �.
 *
 * @param x left end, `y` baseline, both in SVG units; `size` is the font size.
 */
export function textPath(text: string, x: number, y: number, size: number, colour: string): string {
  const scale = size / 1000;
  let pen = 0;
  const outlines = [...text].map((character) => {
    const { advance, outline } = glyphOf(character);
    const placed = `<path transform="translate(${pen} 0)" d="${outline}"/>`;
    pen += advance;
    return outline ? placed : '';
  });
  return `<g fill="${colour}" transform="translate(${x} ${y}) scale(${scale})">${outlines.join('')}</g>`;
}

/** The text cut to at most this width, with an ellipsis where something was cut. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('')}…`;
}

function glyphOf(character: string) {
  return glyphs.get(character) ?? unknown;
}
