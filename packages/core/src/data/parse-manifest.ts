import { CsvError, parse } from 'csv-parse/sync';

export interface ManifestRow {
  /** 1-based line of the file that the row ends on. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Fail = (line: number, field: string, problem: string, cause?: unknown) => Error;

/** Comma-separated values (RFC 4180) with a header line; field names in any case, blank lines passed over. */
export function parseCsv(text: string, fail: Fail): ManifestRow[] {
  try {
    const rows = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      info: true,
      // Hand-edited files mix line ends.
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ line: info.lines, fields: record }));
  } catch (cause) {
    const line = cause instanceof CsvError ? Number(cause.lines) || 1 : 1;
    throw fail(line, 'row', `expected comma-separated values: ${(cause as Error).message}`, cause);
  }
}

/** One JSON object per line; blank lines passed over. */
export function parseJsonLines(text: string, fail: Fail): ManifestRow[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((json, i) => ({ json: json.trim(), line: i + 1 }))
    .filter(({ json }) => json !== '')
    .map(({ json, line }) => ({ line, fields: parseObject(json, line, fail) }));
}

function parseObject(json: string, line: number, fail: Fail): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw fail(line, 'row', `expected one JSON object per line: ${(cause as Error).message}`, cause);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw fail(line, 'row', `expected a JSON object, received ${json.slice(0, 40)}`);
}
