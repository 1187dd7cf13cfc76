import type { AnyManifest, Split, Task } from '@graft/core';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Every table, as Kysely sees it. Ids are UUIDs made by the program; times are UTC. */
export interface Tables {
  datasets: DatasetsTable;
  dataset_classes: DatasetClassesTable;
  pictures: PicturesTable;
  removed_pictures: RemovedPicturesTable;
  dataset_versions: DatasetVersionsTable;
  uploads: UploadsTable;
  jobs: JobsTable;
  job_events: JobEventsTable;
  model_names: ModelNamesTable;
  models: ModelsTable;
  aliases: AliasesTable;
  alias_changes: AliasChangesTable;
  api_keys: ApiKeysTable;
}

/** Reads as a Date, is written as one, never has to be given. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;
type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface DatasetsTable {
  id: string;
  name: string;
  /** What is said of each picture; it never changes. */
  task: ColumnType<Task, Task | undefined, never>;
  /** Who made it, and the key under which the same call is the same dataset. */
  principal: ColumnType<string, string | undefined, never>;
  idempotency_key: ColumnType<string | null, string | null | undefined, never>;
  input_hash: ColumnType<string, string | undefined, never>;
  /** In whole milliseconds: lists are paged by it. */
  created_at: CreatedAt;
}

/** A picture of a dataset as it is now; versions keep what it was. Its bytes are `datasets/<dataset>/pictures/<sha256>`. */
interface PicturesTable {
  id: string;
  dataset_id: string;
  /** Path within the dataset, shown to people; unique in the dataset. */
  name: string;
  /** Of a dataset with several labels or numbers a picture: all of them, as `targetsText` writes them. */
  label: string;
  /** Null: Graft splits it off itself. */
  split: Split | null;
  /** Null for a file that was not read to its end, because it is too large or cannot be read. */
  sha256: string | null;
  bytes: number;
  /** Null for files that are no usable picture; then `bad_code` and `bad_reason` say why. */
  width: number | null;
  height: number | null;
  bad_code: string | null;
  bad_reason: string | null;
  created_at: CreatedAt;
}

/** A label that somebody made; most labels are only there because pictures have them. */
interface DatasetClassesTable {
  dataset_id: string;
  label: string;
  created_at: CreatedAt;
}

/** Pictures that were taken out and can be put back for a day; their bytes stay as long. */
interface RemovedPicturesTable extends Omit<PicturesTable, 'created_at'> {
  created_at: ColumnType<Date, Date, never>;
  /** One for all that were taken out at once. */
  removal_id: string;
  removed_at: CreatedAt;
}

/** What a dataset was when something was trained on it: `datasets/<dataset>/versions/<hash>.jsonl` in storage, immutable. */
interface DatasetVersionsTable {
  dataset_id: string;
  /** SHA-256 over the sorted (name, label, split, sha256). */
  hash: string;
  pictures: number;
  created_at: CreatedAt;
}

/** A file that a client may still send. */
interface UploadsTable {
  id: string;
  dataset_id: string;
  /** Where its bytes go in storage. */
  key: string;
  name: string;
  /** Null for zips, whose folders name the labels. */
  label: string | null;
  split: ColumnType<Split | null, Split | null | undefined, never>;
  kind: 'picture' | 'zip';
  content_type: string;
  bytes: number;
  expires_at: Date;
  completed_at: MaybeTime;
}

export const JOB_KINDS = ['IMPORT', 'CHECK', 'TRAINING', 'COMPARISON', 'PREDICTION', 'MODEL_IMPORT'] as const;
export type JobKind = (typeof JOB_KINDS)[number];
export const JOB_STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const;
export type JobState = (typeof JOB_STATES)[number];

interface JobsTable {
  id: string;
  kind: JobKind;
  state: Generated<JobState>;
  /** What to do, validated; its shape depends on `kind`. */
  input: JSONColumnType<Record<string, unknown>>;
  dataset_id: string | null;
  dataset_version: string | null;
  /** The comparison that a training belongs to. */
  parent_id: string | null;
  /** Who asked, and the key under which the same call is the same job. */
  principal: string;
  idempotency_key: string | null;
  /** Of `kind` and `input`: the same key with another input is refused. */
  input_hash: string;
  /** Counts workers that took the job; a worker writes only while it is still its number (a fencing token). */
  attempt: Generated<number>;
  worker: string | null;
  /** Attempts that failed or vanished since the last whole epoch; too many end the job. */
  failures: Generated<number>;
  cancel_requested: Generated<boolean>;
  stage: string | null;
  /** Fraction in [0, 1] of the stage, and what is left of it in seconds. */
  progress: number | null;
  seconds_left: number | null;
  images_per_second: number | null;
  error_code: string | null;
  error_message: string | null;
  /** Results other than a model: keys in storage, counts. */
  result: JSONColumnType<Record<string, unknown>, string | undefined, string> | null;
  created_at: CreatedAt;
  started_at: MaybeTime;
  finished_at: MaybeTime;
}

/** The story of a job, in order: what subscriptions replay. */
interface JobEventsTable {
  /** Grows within a job without gaps that matter: a cursor. */
  id: Generated<string>;
  job_id: string;
  at: CreatedAt;
  type: 'state' | 'stage' | 'progress' | 'epoch' | 'notice';
  payload: JSONColumnType<Record<string, unknown>>;
}

/** Counts versions, so that no number is given twice, not even after a model was deleted. */
interface ModelNamesTable {
  name: string;
  last_version: number;
}

interface ModelsTable {
  id: string;
  name: string;
  /** 1, 2, 3… within the name. */
  version: number;
  /** Unique: a job makes one model whatever happens. */
  job_id: string;
  dataset_id: string | null;
  dataset_version: string | null;
  /** The bundle's place in storage. */
  storage_prefix: string;
  manifest: JSONColumnType<AnyManifest & object>;
  created_at: CreatedAt;
}

/** `name@alias`. Also written to storage as `aliases/<name>@<alias>.json` for functions that have no database. */
interface AliasesTable {
  name: string;
  alias: string;
  model_id: string;
  updated_at: ColumnType<Date, Date, Date>;
}

interface AliasChangesTable {
  id: Generated<string>;
  name: string;
  alias: string;
  model_id: string;
  /** The model before, for rolling back; null for the first. */
  previous_model_id: string | null;
  principal: string;
  at: CreatedAt;
}

export const SCOPES = ['predict', 'train', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

interface ApiKeysTable {
  id: string;
  name: string;
  /** SHA-256 of the secret, hex. */
  secret_sha256: string;
  scopes: Scope[];
  created_at: CreatedAt;
  last_used_at: MaybeTime;
  revoked_at: MaybeTime;
}
