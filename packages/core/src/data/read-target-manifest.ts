import { splitNamed } from './listing.js';
import type { ManifestRow } from './parse-manifest.js';
import { manifestError, readPath, readRows, readSplit, textOf } from './read-manifest.js';
import type { Split, Task } from './types.js';

/** A file with everything that a manifest says of it. */
export interface TargetFile {
  /** Path relative to the manifest's folder. */
  readonly inside: string;
  readonly split?: Split;
  /** Of a multi-label manifest. */
  readonly labels: readonly string[];
  /** Of a regression, one for each of the names asked for. */
  readonly numbers: readonly number[];
}

export interface TargetManifest {
  /** Labels, or names of the numbers. */
  readonly names: readonly string[];
  readonly files: readonly TargetFile[];
}

const LABEL_FIELDS = ['labels', 'label', 'tags'];
const TARGET_FIELD = /^target(_.*|\d+)?$/;

/**
 * Reads what a manifest says for several targets a picture. `multi-label`: `labels` (or `label`, `tags`) separated by `|`, a JSON
 * array, or several rows of one file; none is an empty field. `regression`: a number in `target`, in each of `target_x`,
 * `target_y`…, or in the columns named.
 *
 * @throws DatasetError `DATASET_MANIFEST` with `details` file, line and field.
 */
export async function readTargetManifest(
  manifest: string,
  task: Exclude<Task, 'single-label'>,
  asked?: readonly string[],
): Promise<TargetManifest> {
  const rows = await readRows(manifest);
  const columns = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const read =
    task === 'multi-label'
      ? labelReader(manifest, rows, columns)
      : numberReader(manifest, rows, columns, asked);
  const hasSplits = rows.some(({ fields }) => textOf(fields.split));
  const files = new Map<string, TargetFile & { line: number }>();
  for (const row of rows) {
    const inside = readPath(manifest, row);
    const split = hasSplits ? readSplit(manifest, row) : undefined;
    const own = { inside, split, line: row.line, ...read.row(row) };
    const before = files.get(inside);
    if (before && task === 'regression') {
      throw manifestError(
        manifest,
        row.line,
        'file_name',
        `"${inside}" was listed before, in line ${before.line}`,
      );
    }
    if (before && before.split !== split) {
      throw manifestError(
        manifest,
        row.line,
        'split',
        `"${inside}" is in another split in line ${before.line}`,
      );
    }
    files.set(inside, before ? { ...before, labels: [...new Set([...before.labels, ...own.labels])] } : own);
  }
  const found = [...files.values()].map(({ line: _, ...file }) => file);
  const names = read.names ?? [...new Set(found.flatMap(({ labels }) => labels))];
  return { names, files: hasSplits ? found : withSplitsFromFolders(found) };
}

interface RowReader {
  /** Undefined where they follow from the rows. */
  readonly names?: readonly string[];
  row(row: ManifestRow): Pick<TargetFile, 'labels' | 'numbers'>;
}

function labelReader(manifest: string, rows: readonly ManifestRow[], columns: readonly string[]): RowReader {
  const field = LABEL_FIELDS.find((name) => columns.includes(name));
  if (!field) {
    const problem = `expected labels, separated by |, in one of ${LABEL_FIELDS.join(', ')}; the fields here are ${columns.join(', ')}`;
    throw manifestError(manifest, rows[0]!.line, 'labels', problem);
  }
  return {
    row({ fields, line }) {
      const value = fields[field] ?? [];
      const parts = Array.isArray(value) ? value : String(value).split('|');
      const labels = parts.map((part) => textOf(part)).filter((label) => label !== undefined);
      if (Array.isArray(value) && labels.length < value.length) {
        throw manifestError(manifest, line, field, `expected names, received ${JSON.stringify(value)}`);
      }
      return { labels: [...new Set(labels)], numbers: [] };
    },
  };
}

function numberReader(
  manifest: string,
  rows: readonly ManifestRow[],
  columns: readonly string[],
  asked: readonly string[] | undefined,
): RowReader {
  const names = asked ?? columns.filter((name) => TARGET_FIELD.test(name));
  // A CSV's header is read in lower case.
  const columnOf = (name: string) =>
    columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name;
  const missing = names.find((name) => !columns.includes(columnOf(name)));
  if (names.length === 0 || missing) {
    const problem = `expected numbers in ${missing ? `"${missing}"` : 'a field "target" (or several: target_x, target_y), or the names of the fields'}; the fields here are ${columns.join(', ')}`;
    throw manifestError(manifest, rows[0]!.line, missing ?? 'target', problem);
  }
  return {
    names,
    row: ({ fields, line }) => ({
      labels: [],
      numbers: names.map((name) => {
        const text = textOf(fields[columnOf(name)]);
        const value = Number(text);
        if (text !== undefined && Number.isFinite(value)) return value;
        throw manifestError(
          manifest,
          line,
          name,
          `expected a number, received ${JSON.stringify(fields[columnOf(name)] ?? null)}`,
        );
      }),
    }),
  };
}

/** When every path starts with a split's folder, that is the split. */
function withSplitsFromFolders(files: readonly TargetFile[]): readonly TargetFile[] {
  const splits = files.map(({ inside }) =>
    inside.includes('/') ? splitNamed(inside.slice(0, inside.indexOf('/'))) : undefined,
  );
  return splits.includes(undefined) ? files : files.map((file, i) => ({ ...file, split: splits[i] }));
}
