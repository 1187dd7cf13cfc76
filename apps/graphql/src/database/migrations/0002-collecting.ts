import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dataset_classes')
    .addColumn('dataset_id', 'uuid', (c) => c.notNull().references('datasets.id').onDelete('cascade'))
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('created_at', sql`timestamptz(3)`, (c) => c.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('dataset_classes_key', ['dataset_id', 'label'])
    .execute();

  await sql`
    create table removed_pictures (
      like pictures,
      removal_id uuid not null,
      removed_at timestamptz(3) not null default now(),
      primary key (id),
      foreign key (dataset_id) references datasets (id) on delete cascade
    )
  `.execute(db);
  await db.schema
    .createIndex('removed_pictures_removal')
    .on('removed_pictures')
    .columns(['dataset_id', 'removal_id'])
    .execute();

  await db.schema.alterTable('uploads').addColumn('split', 'text').execute();
}
