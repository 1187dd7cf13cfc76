import { OptionError } from '@graft/core';
import { resolveCursorConnection } from '@pothos/plugin-relay';
import type { PageQuery } from '../database/page-query.js';

/** As Relay has it. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

/**
 * A Relay connection over any list with a sort key: `cursorOf` gives a row's, `list` the rows after or before one.
 *
 * @param isKey whether these texts can be a row's sort key: cursors come from clients.
 * @throws OptionError `OPTION_INVALID` for page sizes and cursors that cannot be.
 */
export async function page<Row extends object>(
  args: PageArguments,
  isKey: (key: readonly string[]) => boolean,
  cursorOf: (row: Row) => readonly string[],
  list: (query: PageQuery) => Promise<Row[]>,
) {
  for (const field of ['first', 'last'] as const) {
    const value = args[field];
    if (value == null || (value >= 0 && value <= MAX_PAGE)) continue;
    throw invalid(field, `${field} is ${value}: expected a number from 0 to ${MAX_PAGE}.`);
  }
  const connection = await resolveCursorConnection(
    { args, defaultSize: DEFAULT_PAGE, maxSize: MAX_PAGE, toCursor: (row) => encode(cursorOf(row as Row)) },
    ({ after, before, limit, inverted }) =>
      list({
        after: decode(after, 'after', isKey),
        before: decode(before, 'before', isKey),
        limit,
        inverted,
      }),
  );
  // Pothos loses the row's type in a generic function.
  return connection as typeof connection & { edges: { cursor: string; node: Row }[] };
}

function encode(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decode(
  cursor: string | undefined,
  field: string,
  isKey: (key: readonly string[]) => boolean,
): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.every(isPlainText) && isKey(key)) return key;
  } catch {}
  throw invalid(field, `${field} is no cursor of this list: expected one that it gave.`);
}

/** PostgreSQL keeps no NUL in text. */
function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function invalid(field: string, message: string): OptionError {
  return new OptionError('OPTION_INVALID', message, { details: { field } });
}
