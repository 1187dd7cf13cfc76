import { sql, type Transaction } from 'kysely';
import type { Tables } from '../database/tables.js';

/**
 * The same bytes under two labels contradict each other and nothing tells which is right: all of them count as bad, code
 * `DATASET_CONFLICT`, until one is relabelled or removed. As core's `loadDataset` has it.
 *
 * @param hashes of pictures whose labels may have changed, or that came or went.
 */
export async function markConflicts(
  transaction: Transaction<Tables>,
  datasetId: string,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return;
  await sql`
    update pictures as mine set
      bad_code = case when other.label is null then null else 'DATASET_CONFLICT' end,
      bad_reason = mine.name || ' is labelled ' || mine.label || ', but ' || other.name ||
        ' has the same bytes and is labelled ' || other.label || '. Keep the right one.'
    from pictures as self
    left join lateral (
      select name, label from pictures
      where dataset_id = self.dataset_id and sha256 = self.sha256 and label <> self.label
      order by name limit 1
    ) as other on true
    where self.id = mine.id and mine.dataset_id = ${datasetId} and mine.sha256 in (${sql.join(hashes)})
      and (mine.bad_code is null or mine.bad_code = 'DATASET_CONFLICT')
  `.execute(transaction);
}
