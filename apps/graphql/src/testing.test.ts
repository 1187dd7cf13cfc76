import { expect, test } from 'vitest';
import { testApp } from './testing.js';

test('two test services know nothing of each other', async () => {
  const [one, other] = await Promise.all([testApp(), testApp()]);
  await one.app.db.insertInto('datasets').values({ id: crypto.randomUUID(), name: 'pets' }).execute();
  expect(await one.app.db.selectFrom('datasets').select('name').execute()).toEqual([{ name: 'pets' }]);
  expect(await other.app.db.selectFrom('datasets').selectAll().execute()).toEqual([]);
  await Promise.all([one.close(), other.close()]);
});
