import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('datasets')
    .addColumn('task', 'text', (c) =>
      c.notNull().defaultTo('single-label').check(sql`task in ('single-label', 'multi-label', 'regression')`),
    )
    .execute();
}
