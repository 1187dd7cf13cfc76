import { randomUUID } from 'node:crypto';
import type { ImageHeader, Split } from '@graft/core';
import type { Transaction } from 'kysely';
import type { App } from '../app.js';
import type { Tables } from '../database/tables.js';
import { markConflicts } from './mark-conflicts.js';
import { removeUnusedBytes } from './remove-unused-bytes.js';
import { pictureKey } from './storage-keys.js';
import { keepThumbnails } from './thumbnail.js';
import { withDataset } from './with-dataset.js';

/** A file with what was found in it: a picture, or the reason why it is none. */
export interface IncomingPicture {
  /** A valid name of a picture, except for bad files. */
  readonly name: string;
  readonly label: string;
  readonly split: Split | null;
  readonly size: number;
  readonly content:
    | (ImageHeader & { readonly bytes: Uint8Array; readonly sha256: string })
    | { readonly code: string; readonly reason: string };
}

/** What became of each file. */
export interface Added {
  /** New pictures, and those that took the place of an older one. */
  readonly added: string[];
  /** Already there under this name with these bytes. */
  readonly unchanged: string[];
  /** Bytes that the dataset has under another name and the same label: not added again. */
  readonly duplicates: { readonly name: string; readonly sameAs: string }[];
  /** Another picture has this name and replacing it was not asked for. */
  readonly nameTaken: string[];
  /** Kept by name and reason; see `Dataset.badFiles`. */
  readonly bad: { readonly name: string; readonly code: string; readonly reason: string }[];
}

export interface AddOptions {
  /** Whether a picture takes the place of another one of its name; default false. */
  readonly replace?: boolean;
  /** Makes one text of two, where the same bytes may come once for each of their labels; default: that is a contradiction. */
  readonly join?: (label: string, other: string) => string;
}

export const nothingAdded = (): Added => ({
  added: [],
  unchanged: [],
  duplicates: [],
  nameTaken: [],
  bad: [],
});

/**
 * Adds files to a dataset, in order. Bytes are stored by hash before rows name them, so a crash leaves at worst bytes that
 * nobody names. A file that is no picture never takes the place of one. Safe to repeat.
 *
 * @param incoming a batch that fits in memory.
 * @throws NotFoundError `NOT_FOUND` when the dataset is gone.
 */
export async function addPictures(
  app: App,
  datasetId: string,
  incoming: readonly IncomingPicture[],
  { replace = false, join }: AddOptions = {},
): Promise<Added> {
  const report = nothingAdded();
  if (incoming.length === 0) return report;
  const replaced: string[] = [];
  const stored = await withDataset(app, datasetId, 'share', async (transaction) => {
    const { byName, byHash } = await alreadyThere(transaction, datasetId, incoming);
    const rows = new Map<string, Row>();
    const relabelled = new Map<string, string>();
    for (const { name, label, split, size, content } of incoming) {
      const present = byName.get(name);
      if ('code' in content) {
        report.bad.push({ name, ...content });
        if (present && !present.bad) continue;
        rows.set(
          name,
          row({ name, label, split, bytes: size, bad_code: content.code, bad_reason: content.reason }),
        );
        byName.set(name, { name, label, sha256: null, bad: true });
        continue;
      }
      const { sha256, width, height } = content;
      const known = join && byHash.get(sha256)?.find((other) => !other.bad);
      if (known) {
        const joined = join(known.label, label);
        const row = rows.get(known.name);
        if (row) row.label = joined;
        else if (joined !== known.label) relabelled.set(known.name, joined);
        known.label = joined;
        if (known.name === name) report.unchanged.push(name);
        else report.duplicates.push({ name, sameAs: known.name });
        continue;
      }
      if (present && !present.bad && present.sha256 === sha256 && present.label === label) {
        report.unchanged.push(name);
        continue;
      }
      if (present && !present.bad && !replace) {
        report.nameTaken.push(name);
        continue;
      }
      const twin = byHash.get(sha256)?.find((other) => other.label === label && other.name !== name);
      if (twin) {
        report.duplicates.push({ name, sameAs: twin.name });
        continue;
      }
      if (present?.sha256 && present.sha256 !== sha256) {
        replaced.push(present.sha256);
        byHash.set(
          present.sha256,
          byHash.get(present.sha256)!.filter((other) => other !== present),
        );
      }
      report.added.push(name);
      rows.set(name, row({ name, label, split, bytes: size, sha256, width, height }));
      const now = { name, label, sha256, bad: false };
      byName.set(name, now);
      byHash.set(sha256, [...(byHash.get(sha256) ?? []), now]);
    }
    const contents = contentsOf(incoming, rows);
    await storeBytes(app, datasetId, contents);
    await upsert(transaction, datasetId, [...rows.values()]);
    for (const [name, label] of relabelled) {
      const own = transaction.updateTable('pictures').where('dataset_id', '=', datasetId);
      await own.where('name', '=', name).set({ label }).execute();
    }
    const hashes = [...rows.values()].flatMap(({ sha256 }) => sha256 ?? []);
    await markConflicts(transaction, datasetId, [...hashes, ...replaced]);
    return contents;
  });
  await removeUnusedBytes(app, datasetId, replaced);
  await keepThumbnails(app, datasetId, stored);
  return report;
}

interface Present {
  readonly name: string;
  label: string;
  readonly sha256: string | null;
  readonly bad: boolean;
}

interface Row {
  name: string;
  label: string;
  split: Split | null;
  bytes: number;
  sha256: string | null;
  width: number | null;
  height: number | null;
  bad_code: string | null;
  bad_reason: string | null;
}

function row(facts: Pick<Row, 'name' | 'label' | 'split' | 'bytes'> & Partial<Row>): Row {
  return { sha256: null, width: null, height: null, bad_code: null, bad_reason: null, ...facts };
}

async function alreadyThere(
  transaction: Transaction<Tables>,
  datasetId: string,
  incoming: readonly IncomingPicture[],
) {
  const names = incoming.map(({ name }) => name);
  const hashes = incoming.flatMap(({ content }) => ('sha256' in content ? content.sha256 : []));
  const found = await transaction
    .selectFrom('pictures')
    .select(['name', 'label', 'sha256', 'bad_code'])
    .where('dataset_id', '=', datasetId)
    .where((where) =>
      where.or([where('name', 'in', names), ...(hashes.length ? [where('sha256', 'in', hashes)] : [])]),
    )
    .execute();
  const byName = new Map<string, Present>();
  const byHash = new Map<string, Present[]>();
  for (const { bad_code, ...picture } of found) {
    // A picture that contradicts another one is bad only until its label is right.
    const present = { ...picture, bad: bad_code !== null && picture.sha256 === null };
    byName.set(present.name, present);
    if (present.sha256) byHash.set(present.sha256, [...(byHash.get(present.sha256) ?? []), present]);
  }
  return { byName, byHash };
}

/** By hash, what rows name. */
function contentsOf(
  incoming: readonly IncomingPicture[],
  rows: ReadonlyMap<string, Row>,
): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  for (const { name, content } of incoming) {
    if ('sha256' in content && rows.get(name)?.sha256 === content.sha256) {
      contents.set(content.sha256, content.bytes);
    }
  }
  return contents;
}

async function storeBytes(
  { storage }: App,
  datasetId: string,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await Promise.all(
    [...contents].map(async ([sha256, bytes]) => {
      const key = pictureKey(datasetId, sha256);
      if (!(await storage.exists(key))) await storage.write(key, bytes);
    }),
  );
}

async function upsert(
  transaction: Transaction<Tables>,
  datasetId: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction
    .insertInto('pictures')
    .values(rows.map((facts) => ({ id: randomUUID(), dataset_id: datasetId, ...facts })))
    .onConflict((conflict) =>
      conflict.columns(['dataset_id', 'name']).doUpdateSet(({ ref }) => ({
        label: ref('excluded.label'),
        split: ref('excluded.split'),
        bytes: ref('excluded.bytes'),
        sha256: ref('excluded.sha256'),
        width: ref('excluded.width'),
        height: ref('excluded.height'),
        bad_code: ref('excluded.bad_code'),
        bad_reason: ref('excluded.bad_reason'),
      })),
    )
    .execute();
}
