import sharp from 'sharp';
import { percent } from '../terminal/format.js';
import { fitText, textPath, textWidth } from './lettering.js';

/** One picture and what the model said about it. */
export interface SheetEntry {
  readonly path: string;
  readonly actual: string;
  readonly predicted: string;
  /** Probability of the predicted label, in [0, 1]. */
  readonly probability: number;
}

/** Pixels. */
const COLUMNS = 6;
const THUMBNAIL = 150;
const BORDER = 5;
const CAPTION = 44;
const GAP = 14;
const HEADING = 58;
const CELL = { width: THUMBNAIL + 2 * BORDER, height: THUMBNAIL + 2 * BORDER + CAPTION };

const RIGHT = '#2e9e4f';
const WRONG = '#d33a2f';
const INK = '#22262b';
const FAINT = '#6b7480';

/** @returns size in pixels of a sheet with this many pictures. */
export function sheetSize(count: number): { width: number; height: number } {
  const columns = Math.min(COLUMNS, Math.max(1, count));
  const rows = Math.ceil(count / columns);
  return {
    width: GAP + Math.max(columns, 3) * (CELL.width + GAP),
    height: HEADING + rows * (CELL.height + GAP),
  };
}

/**
 * A PNG with every picture, the label predicted for it and the probability; the border is green where the label is
 * right and red where it is wrong, and a wrong one also says what it is.
 */
export async function drawContactSheet(title: string, entries: readonly SheetEntry[]): Promise<Buffer> {
  const { width, height } = sheetSize(entries.length);
  const cells = entries.map((entry, index) => ({
    entry,
    left: GAP + (index % COLUMNS) * (CELL.width + GAP),
    top: HEADING + Math.floor(index / COLUMNS) * (CELL.height + GAP),
  }));
  const drawing = [
    heading(title, entries, width),
    ...cells.map(({ entry, left, top }) => frame(entry, left, top)),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawing.join('')}</svg>`;
  const thumbnails = await Promise.all(
    cells.map(async ({ entry, left, top }) => ({
      input: await thumbnail(entry.path),
      left: left + BORDER,
      top: top + BORDER,
    })),
  );
  return sharp({ create: { width, height, channels: 3, background: 'white' } })
    .composite([{ input: Buffer.from(svg), left: 0, top: 0 }, ...thumbnails])
    .png()
    .toBuffer();
}

function heading(title: string, entries: readonly SheetEntry[], width: number): string {
  const right = entries.filter(({ actual, predicted }) => actual === predicted).length;
  const score = `${right} of ${entries.length} right`;
  const scoreWidth = textWidth(score, 16);
  const space = width - 3 * GAP - scoreWidth;
  return (
    textPath(fitText(title, 20, space), GAP, 37, 20, INK) +
    textPath(score, width - GAP - scoreWidth, 36, 16, FAINT)
  );
}

function frame({ actual, predicted, probability }: SheetEntry, left: number, top: number): string {
  const colour = actual === predicted ? RIGHT : WRONG;
  const side = THUMBNAIL + BORDER;
  const sure = percent(probability, 0);
  const sureWidth = textWidth(sure, 15);
  const label = fitText(predicted, 15, CELL.width - sureWidth - 8);
  const baseline = top + THUMBNAIL + 2 * BORDER + 18;
  const correction = actual === predicted ? '' : fitText(`is ${actual}`, 13, CELL.width);
  return (
    `<rect x="${left + BORDER / 2}" y="${top + BORDER / 2}" width="${side}" height="${side}" fill="none" stroke="${colour}" stroke-width="${BORDER}"/>` +
    textPath(label, left, baseline, 15, INK) +
    textPath(sure, left + CELL.width - sureWidth, baseline, 15, colour) +
    textPath(correction, left, baseline + 18, 13, colour)
  );
}

function thumbnail(path: string): Promise<Buffer> {
  return sharp(path)
    .rotate()
    .resize(THUMBNAIL, THUMBNAIL, { fit: 'cover' })
    .flatten({ background: 'white' })
    .png()
    .toBuffer();
}
