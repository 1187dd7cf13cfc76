import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { CONCEPTS, type Concept, KINDS } from './concepts.js';

/** Design teams whose drawings are used; each is an npm package `@iconify-json/<style>`. */
export const STYLES = ['noto', 'twemoji', 'openmoji'] as const;

/** Side of a drawn picture, pixels. */
export const PICTURE_SIZE = 224;

const SPLIT_FOLDERS = ['train', 'val', 'test'] as const;
type SplitFolder = (typeof SPLIT_FOLDERS)[number];

export interface EmojiOptions {
  /** Called after each picture. */
  onProgress?(done: number, total: number): void;
  concepts?: readonly Concept[];
  /** Decides which concept goes into which split; default 42. */
  seed?: number;
  signal?: AbortSignal;
}

/**
 * Draws every concept in every style as `<folder>/<train|val|test>/<kind>/<emoji>.<style>.png`, 224 x 224 pixels on
 * white. A concept, with all its emoji in all styles, lies in one split only: 60% train, 20% val, 20% test of each kind.
 * Pictures that are already there are used again; a drawing that was interrupted starts anew.
 *
 * @returns the dataset's folder, below `parent`, named by its content.
 */
export async function drawEmoji(parent: string, options: EmojiOptions = {}): Promise<string> {
  const { concepts = CONCEPTS, seed = 42, onProgress, signal } = options;
  const folder = join(parent, `emoji-${fingerprint(concepts, seed)}`);
  if (existsSync(folder)) return folder;

  const unfinished = `${folder}.${process.pid}`;
  const pictures = planPictures(concepts, seed);
  const icons = Object.fromEntries(STYLES.map((style) => [style, readIcons(style)]));
  try {
    for (const split of SPLIT_FOLDERS) {
      for (const kind of KINDS) await mkdir(join(unfinished, split, kind), { recursive: true });
    }
    for (const [index, { path, emoji, style }] of pictures.entries()) {
      signal?.throwIfAborted();
      await drawIcon(icons[style]!, emoji).toFile(join(unfinished, path));
      onProgress?.(index + 1, pictures.length);
    }
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // otherwise another process drew the same pictures first
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Which split each concept belongs to: concepts in the order of a seeded hash, dealt out kind by kind. */
export function splitConcepts(concepts: readonly Concept[], seed: number): Map<Concept, SplitFolder> {
  const splits = new Map<Concept, SplitFolder>();
  for (const kind of KINDS) {
    const order = concepts
      .filter((concept) => concept.kind === kind)
      .map((concept) => ({ concept, rank: sha256(`${seed} ${concept.emoji.join('+')}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const held = Math.round(order.length * 0.2);
    for (const [index, { concept }] of order.entries()) {
      splits.set(concept, index < held ? 'test' : index < 2 * held ? 'val' : 'train');
    }
  }
  return splits;
}

function planPictures(concepts: readonly Concept[], seed: number) {
  return [...splitConcepts(concepts, seed)].flatMap(([{ kind, emoji }, split]) =>
    emoji.flatMap((name) =>
      STYLES.map((style) => ({ path: join(split, kind, `${name}.${style}.png`), emoji: name, style })),
    ),
  );
}

/** The part of Iconify's `icons.json` that matters here: SVG elements without the `svg` around them. */
interface IconSet {
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<Record<string, { body: string; width?: number; height?: number }>>;
}

function readIcons(style: (typeof STYLES)[number]): IconSet {
  return createRequire(import.meta.url)(`@iconify-json/${style}/icons.json`) as IconSet;
}

function drawIcon(set: IconSet, name: string): Sharp {
  const icon = set.icons[name];
  if (!icon)
    throw new Error(`The icon set has no "${name}"; is the installed version another than the locked one?`);
  const { body, width = set.width, height = set.height } = icon;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: 'white' }).png();
}

/** Changes whenever the pictures or their splits would. */
function fingerprint(concepts: readonly Concept[], seed: number): string {
  return sha256(JSON.stringify([1, seed, PICTURE_SIZE, STYLES, concepts])).slice(0, 12);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
