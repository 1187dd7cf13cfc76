import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Times are kept as a Date has them, in milliseconds: what a program has read it finds again.
  const now = sql`now()`;

  await db.schema
    .createTable('datasets')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('principal', 'text', (c) => c.notNull().defaultTo('local'))
    .addColumn('idempotency_key', 'text')
    .addColumn('input_hash', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('created_at', sql`timestamptz(3)`, (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('datasets_idempotency', ['principal', 'idempotency_key'])
    .execute();

  await db.schema
    .createTable('pictures')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('dataset_id', 'uuid', (c) => c.notNull().references('datasets.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('split', 'text', (c) => c.check(sql`split in ('train', 'validation', 'test')`))
    .addColumn('sha256', 'text')
    // Exact to 2^53, and the one wide type that every driver reads as a number.
    .addColumn('bytes', 'double precision', (c) => c.notNull())
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('bad_code', 'text')
    .addColumn('bad_reason', 'text')
    .addColumn('created_at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('pictures_name', ['dataset_id', 'name'])
    .execute();
  await db.schema
    .createIndex('pictures_label')
    .on('pictures')
    .columns(['dataset_id', 'label', 'name'])
    .execute();
  await db.schema.createIndex('pictures_sha256').on('pictures').columns(['dataset_id', 'sha256']).execute();

  await db.schema
    .createTable('dataset_versions')
    .addColumn('dataset_id', 'uuid', (c) => c.notNull().references('datasets.id').onDelete('cascade'))
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('pictures', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('dataset_versions_key', ['dataset_id', 'hash'])
    .execute();

  await db.schema
    .createTable('uploads')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('dataset_id', 'uuid', (c) => c.notNull().references('datasets.id').onDelete('cascade'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('label', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('content_type', 'text', (c) => c.notNull())
    // Exact to 2^53, and the one wide type that every driver reads as a number.
    .addColumn('bytes', 'double precision', (c) => c.notNull())
    .addColumn('expires_at', 'timestamptz(3)', (c) => c.notNull())
    .addColumn('completed_at', 'timestamptz(3)')
    .execute();

  await db.schema
    .createTable('jobs')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().defaultTo('QUEUED'))
    .addColumn('input', 'jsonb', (c) => c.notNull())
    // No foreign keys to datasets: the story of a job outlives its dataset.
    .addColumn('dataset_id', 'uuid')
    .addColumn('dataset_version', 'text')
    .addColumn('parent_id', 'uuid', (c) => c.references('jobs.id'))
    .addColumn('principal', 'text', (c) => c.notNull())
    .addColumn('idempotency_key', 'text')
    .addColumn('input_hash', 'text', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('worker', 'text')
    .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('cancel_requested', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('stage', 'text')
    .addColumn('progress', 'double precision')
    .addColumn('seconds_left', 'double precision')
    .addColumn('images_per_second', 'double precision')
    .addColumn('error_code', 'text')
    .addColumn('error_message', 'text')
    .addColumn('result', 'jsonb')
    .addColumn('created_at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addColumn('started_at', 'timestamptz(3)')
    .addColumn('finished_at', 'timestamptz(3)')
    .addUniqueConstraint('jobs_idempotency', ['principal', 'idempotency_key'])
    .execute();
  await db.schema.createIndex('jobs_recent').on('jobs').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('jobs_parent').on('jobs').column('parent_id').execute();

  await db.schema
    .createTable('job_events')
    .addColumn('id', 'bigserial', (c) => c.primaryKey())
    .addColumn('job_id', 'uuid', (c) => c.notNull().references('jobs.id').onDelete('cascade'))
    .addColumn('at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('payload', 'jsonb', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('job_events_order').on('job_events').columns(['job_id', 'id']).execute();

  await db.schema
    .createTable('model_names')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('last_version', 'integer', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('models')
    .addColumn('id', 'uuid', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('job_id', 'uuid', (c) => c.notNull().unique().references('jobs.id'))
    .addColumn('dataset_id', 'uuid')
    .addColumn('dataset_version', 'text')
    .addColumn('storage_prefix', 'text', (c) => c.notNull().unique())
    .addColumn('manifest', 'jsonb', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('models_version', ['name', 'version'])
    .execute();

  await db.schema
    .createTable('aliases')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('alias', 'text', (c) => c.notNull())
    // Restricts: a model with an alias cannot be deleted, whoever tries.
    .addColumn('model_id', 'uuid', (c) => c.notNull().references('models.id'))
    .addColumn('updated_at', 'timestamptz(3)', (c) => c.notNull())
    .addPrimaryKeyConstraint('aliases_key', ['name', 'alias'])
    .execute();

  await db.schema
    .createTable('alias_changes')
    .addColumn('id', 'bigserial', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('alias', 'text', (c) => c.notNull())
    .addColumn('model_id', 'uuid', (c) => c.notNull())
    .addColumn('previous_model_id', 'uuid')
    .addColumn('principal', 'text', (c) => c.notNull())
    .addColumn('at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('secret_sha256', 'text', (c) => c.notNull())
    .addColumn('scopes', sql`text[]`, (c) => c.notNull())
    .addColumn('created_at', 'timestamptz(3)', (c) => c.notNull().defaultTo(now))
    .addColumn('last_used_at', 'timestamptz(3)')
    .addColumn('revoked_at', 'timestamptz(3)')
    .execute();
}
