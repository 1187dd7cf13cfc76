import { collect as strings } from '../../../strings/index.js';
import { type Said, saidOf } from '../shown.js';
import type { Collection } from '../use-collection.js';

/** A file with the folders that it came in, outermost first. */
export interface IncomingFile {
  readonly file: File;
  readonly folders: readonly string[];
}

export type Split = 'TRAIN' | 'VALIDATION' | 'TEST';

/** What is to become of a file: sent under a name, or why not. */
export type Plan = { readonly file: File } & (
  | { readonly kind: 'picture'; readonly name: string; readonly said: Said; readonly split: Split | null }
  | { readonly kind: 'zip'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string }
  | { readonly kind: 'unlabelled' }
);

export interface Limits {
  readonly pictureBytes: number;
  readonly zipBytes: number;
}

/** As the server's own list; what it cannot read it then says by name. */
const PICTURE_NAME = /\.(jpe?g|jpe|jfif|png|webp|avif|gif|tiff?|heic|heif|jxl|jp2|bmp)$/i;
/** As the server looks for them. */
const MANIFEST_NAME = /^metadata\.(csv|jsonl)$/i;
/** Pictures from a clipboard or a phone may have no ending. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/avif': '.avif',
  'image/gif': '.gif',
  'image/tiff': '.tiff',
};
const SPLITS: Readonly<Record<string, Split>> = {
  train: 'TRAIN',
  training: 'TRAIN',
  val: 'VALIDATION',
  valid: 'VALIDATION',
  validation: 'VALIDATION',
  test: 'TEST',
  testing: 'TEST',
};
const MAX_SEGMENT_BYTES = 180;
const MAX_LABEL_BYTES = 200;

/**
 * Decides on files that were dropped, chosen or pasted. Given to a class they all become that class; otherwise their
 * folders say it as they do for the server: a folder per class, or such folders inside `train`, `val` and `test`; one folder
 * around everything is passed over. What nobody means to add, such as hidden files, is left out without a word.
 *
 * Where pictures have several labels, one without a folder shows none of them; where they have numbers, only a manifest says
 * these, which the server reads from a zip.
 *
 * @param label of the class that they were given to.
 */
export function planFiles(
  incoming: readonly IncomingFile[],
  label: string | undefined,
  limits: Limits,
  task: Collection['task'] = 'SINGLE_LABEL',
): Plan[] {
  const visible = incoming.filter(({ file, folders }) => ![...folders, file.name].some(isHidden));
  const needsZip =
    task !== 'SINGLE_LABEL' &&
    (task === 'REGRESSION' || visible.some(({ file }) => MANIFEST_NAME.test(file.name)));
  const plan = (file: File, place: Place) => planFile(file, limits, place, task, needsZip);
  if (label !== undefined) {
    return visible.map(({ file, folders }) => plan(file, { label, path: folders, split: null }));
  }
  const inside = withoutCommonFolder(visible);
  const hasSplits = inside.some(({ folders }) => folders.length > 1 && splitOf(folders[0]) === 'TRAIN');
  return inside.map(({ file, folders }) => {
    const split = (hasSplits && splitOf(folders[0])) || null;
    const [own, ...path] = split ? folders.slice(1) : folders;
    return plan(file, { label: own, path, split });
  });
}

interface Place {
  readonly label: string | undefined;
  /** Folders below that of the class. */
  readonly path: readonly string[];
  readonly split: Split | null;
}

function planFile(
  file: File,
  limits: Limits,
  { label = '', path, split }: Place,
  task: Collection['task'],
  needsZip: boolean,
): Plan {
  const refused = (reason: string): Plan => ({ kind: 'refused', file, name: file.name, reason });
  if (file.size === 0) return refused(strings.refused.empty);
  if (/\.zip$/i.test(file.name)) {
    if (file.size > limits.zipBytes) return refused(strings.refused.tooLarge(limits.zipBytes));
    return { kind: 'zip', file, name: safeSegment(file.name) };
  }
  if (needsZip) return refused(strings.refused.needsZip);
  const ending = PICTURE_NAME.test(file.name) ? '' : ENDINGS[file.type];
  if (ending === undefined) return refused(reasonFor(file));
  if (file.size > limits.pictureBytes) return refused(strings.refused.tooLarge(limits.pictureBytes));
  const tidy = asLabel(label);
  if (!tidy && task === 'SINGLE_LABEL') return { kind: 'unlabelled', file };
  const labels = tidy ? [tidy] : [];
  const folders = [...(split ? [split.toLowerCase()] : []), ...[...labels, ...path].map(asFolder)];
  const name = [...folders, safeSegment(file.name + ending)].join('/');
  return { kind: 'picture', file, name, said: saidOf(task, labels), split };
}

function withoutCommonFolder(files: readonly IncomingFile[]): readonly IncomingFile[] {
  const top = files[0]?.folders[0];
  // A list or a licence may lie beside the classes' folders; a picture there is of the one class.
  const isBeside = ({ file, folders }: IncomingFile) => folders.length > 1 || !PICTURE_NAME.test(file.name);
  const holdsAll =
    files.every((each) => each.folders[0] === top && isBeside(each)) &&
    files.some(({ folders }) => folders.length > 1);
  if (!holdsAll) return files;
  // Also one named `test`: whoever brings that alone wants to learn from it.
  return files.map(({ file, folders }) => ({ file, folders: folders.slice(1) }));
}

function splitOf(folder: string | undefined): Split | undefined {
  return folder === undefined ? undefined : SPLITS[folder.toLowerCase()];
}

function reasonFor({ name, type }: File): string {
  if (/\.svgz?$/i.test(name) || type === 'image/svg+xml') return strings.refused.svg;
  return strings.refused.noPicture;
}

function isHidden(segment: string): boolean {
  return /^\.|^__MACOSX$|^(Thumbs\.db|desktop\.ini)$/i.test(segment);
}

/** What the server takes for a label. */
export function asLabel(text: string): string {
  return shorten(text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim(), MAX_LABEL_BYTES, '').trim();
}

/** A folder that is named like a picture could stand where another picture's file has to be. */
function asFolder(text: string): string {
  const folder = safeSegment(text);
  return PICTURE_NAME.test(folder) ? `${folder}_` : folder;
}

/** What any file system keeps as one name, and no other name than it was where that is possible. */
function safeSegment(segment: string): string {
  const plain = segment.replaceAll(/[\p{Cc}\p{Surrogate}\\/:]/gu, '_').replace(/^\.+/, '_') || '_';
  const ending = /\.[a-z0-9]{1,5}$/i.exec(plain)?.[0] ?? '';
  const isFile = PICTURE_NAME.test(plain) || /\.zip$/i.test(plain);
  return shorten(plain, MAX_SEGMENT_BYTES, isFile ? ending : '');
}

/** Cut between characters, with a mark of the whole so that two long names stay two. */
function shorten(text: string, maxBytes: number, ending: string): string {
  const bytes = (part: string) => new TextEncoder().encode(part).length;
  if (bytes(text) <= maxBytes) return text;
  const mark = `~${hash(text)}${ending}`;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (bytes(kept + segment + mark) > maxBytes) break;
    kept += segment;
  }
  return kept + mark;
}

/** FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(36);
}
