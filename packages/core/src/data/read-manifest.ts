import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { DatasetError } from '../errors.js';
import { type ListedFile, type Listing, SPLIT_NAMES_TEXT, splitNamed } from './listing.js';
import { type ManifestRow, parseCsv, parseJsonLines } from './parse-manifest.js';
import type { Split } from './types.js';

/** Field names that give the picture's path, the first one as in Hugging Face's ImageFolder. */
const PATH_FIELDS = ['file_name', 'path', 'file', 'image'];
const LABEL_FIELD = 'label';
const SPLIT_FIELD = 'split';

interface ManifestPlace {
  /** Put before every file's id: the manifest lies in a folder of the dataset. */
  readonly idPrefix?: string;
  /** Split of every row; otherwise the rows' own `split`, or the split folder that all paths start with. */
  readonly split?: Split;
}

/**
 * Reads a CSV (with a header line) or JSONL manifest: `file_name` (or `path`, `file`, `image`) relative to the
 * manifest's folder, `label`, and optionally `split`.
 *
 * @throws DatasetError `DATASET_MANIFEST` with `details` file, line and field.
 */
export async function readManifest(manifest: string, place: ManifestPlace = {}): Promise<Listing> {
  const rows = await readRows(manifest);
  const fromFolders = !place.split && !rows.some(({ fields }) => textOf(fields[SPLIT_FIELD]));

  const lines = new Map<string, number>();
  let files: ListedFile[] = rows.map((row) => {
    const inside = readPath(manifest, row);
    const seen = lines.get(inside);
    if (seen)
      throw manifestError(
        manifest,
        row.line,
        pathField(row),
        `"${inside}" was listed before, in line ${seen}`,
      );
    lines.set(inside, row.line);
    return {
      id: `${place.idPrefix ?? ''}${inside}`,
      path: join(dirname(manifest), inside),
      label: readLabel(manifest, row),
      split: place.split ?? (fromFolders ? undefined : readSplit(manifest, row)),
    };
  });
  if (fromFolders) files = withSplitsFromFolders(files);
  return { classes: [...new Set(files.map(({ label }) => label))], files, ignored: [] };
}

/** @throws DatasetError `DATASET_MANIFEST` for a file without rows, or of another form. */
export async function readRows(manifest: string): Promise<ManifestRow[]> {
  const rows = await parse(manifest);
  if (rows.length > 0) return rows;
  throw manifestError(manifest, 1, 'file', 'expected at least one row, received none');
}

async function parse(manifest: string): Promise<ManifestRow[]> {
  const text = await readFile(manifest, 'utf8').catch((cause: unknown) => {
    throw new DatasetError('DATASET_MANIFEST', `${manifest} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  });
  const fail = (line: number, field: string, problem: string, cause?: unknown) =>
    manifestError(manifest, line, field, problem, cause);
  switch (extname(manifest).toLowerCase()) {
    case '.csv':
      return parseCsv(text, fail);
    case '.jsonl':
    case '.ndjson':
      return parseJsonLines(text, fail);
    default:
      throw fail(1, 'file', 'expected a manifest named .csv or .jsonl');
  }
}

function pathField({ fields }: ManifestRow): string {
  return PATH_FIELDS.find((name) => fields[name] !== undefined) ?? PATH_FIELDS[0]!;
}

export function readPath(manifest: string, row: ManifestRow): string {
  const field = pathField(row);
  // Manifests written on Windows separate folders by backslashes.
  const path = textOf(row.fields[field])?.replaceAll('\\', '/');
  const refuse = (problem: string) => manifestError(manifest, row.line, field, problem);
  if (!path) {
    const found = Object.keys(row.fields).join(', ');
    throw refuse(
      `expected the path of a picture in one of ${PATH_FIELDS.join(', ')}; the fields here are ${found}`,
    );
  }
  if (/^(\/|[a-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(path) || path.includes('\0')) {
    throw refuse(`expected a path relative to the manifest's folder, received "${path}"`);
  }
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) {
    throw refuse(`expected a path inside the manifest's folder, received "${path}" with a ".." in it`);
  }
  return segments.join('/');
}

function readLabel(manifest: string, { fields, line }: ManifestRow): string {
  const label = textOf(fields[LABEL_FIELD]);
  if (label) return label;
  throw manifestError(manifest, line, LABEL_FIELD, `expected a class name in ${LABEL_FIELD}, received none`);
}

export function readSplit(manifest: string, { fields, line }: ManifestRow): Split {
  const value = textOf(fields[SPLIT_FIELD]);
  const split = splitNamed(value ?? '');
  if (split) return split;
  const received = value ? `"${value}"` : 'none, though other rows have one';
  throw manifestError(manifest, line, SPLIT_FIELD, `expected ${SPLIT_NAMES_TEXT}, received ${received}`);
}

/** As ImageFolder does: when every path starts with a split's folder, that is the split. */
function withSplitsFromFolders(files: ListedFile[]): ListedFile[] {
  const splits = files.map(({ id }) =>
    id.includes('/') ? splitNamed(id.slice(0, id.indexOf('/'))) : undefined,
  );
  return splits.includes(undefined) ? files : files.map((file, i) => ({ ...file, split: splits[i] }));
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

export function manifestError(
  file: string,
  line: number,
  field: string,
  problem: string,
  cause?: unknown,
): DatasetError {
  return new DatasetError(
    'DATASET_MANIFEST',
    `${basename(file)}, line ${line}, field ${field}: ${problem}. (${file})`,
    {
      cause,
      details: { file, line, field },
    },
  );
}
