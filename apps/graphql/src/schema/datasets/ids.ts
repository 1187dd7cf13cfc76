import type { App } from '../../app.js';
import { type DatasetRow, findDataset } from '../../datasets/find-datasets.js';
import { NotFoundError } from '../../errors.js';
import { resolveGlobalId } from '../../global-id.js';

/** @throws NotFoundError `NOT_FOUND` for what is no id of this type, as for what does not exist. */
export function expectId(type: string, text: string, field: string): string {
  const id = resolveGlobalId(type, text);
  if (id) return id;
  throw new NotFoundError(
    'NOT_FOUND',
    `${field} is ${JSON.stringify(text.slice(0, 100))}: there is no such ${type}.`,
    {
      details: { field },
    },
  );
}

/** @throws NotFoundError `NOT_FOUND`. */
export async function expectDataset(app: App, text: string, field = 'dataset'): Promise<DatasetRow> {
  const row = await findDataset(app, expectId('Dataset', text, field));
  if (row) return row;
  throw new NotFoundError('NOT_FOUND', `There is no dataset ${text}. It may have been deleted.`, {
    details: { field },
  });
}
