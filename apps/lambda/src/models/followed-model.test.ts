import { setTimeout as sleep } from 'node:timers/promises';
import { fileStorage, type Storage } from '@graft/core/storage';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../app.js';
import { route } from '../router.js';
import { redPicture, temporaryFolder, testApp, testContext, trainColours } from '../testing.js';
import { followModel } from './followed-model.js';
import type { LoadedModel, ResolvedModel } from './loaded-model.js';

const MAX_AGE_MS = 300;

describe('an alias', () => {
  let folder: string;
  let storage: Storage;
  let app: App;
  let image: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    storage = fileStorage(folder);
    await trainColours(storage, 'models/colours/1', 'models/colours/2');
    image = (await redPicture()).toString('base64');
  });
  beforeEach(async () => {
    await promote(1);
    app = await testApp({
      GRAFT_MODEL: `${folder}#colours@prod`,
      GRAFT_ALIAS_SECONDS: String(MAX_AGE_MS / 1000),
    });
  });

  const promote = (version: number, prefix = `models/colours/${version}`) =>
    storage.write(
      'aliases/colours@prod.json',
      Buffer.from(JSON.stringify({ model: 'colours', version, prefix, updatedAt: new Date().toISOString() })),
    );
  const answeredBy = async () => {
    const answer = (await route(app, { image }, testContext())) as { model: object };
    return answer.model;
  };

  test('is followed within its time, to a model that shares the frozen part', async () => {
    expect(await answeredBy()).toMatchObject({ version: 'colours:1', alias: 'colours@prod' });
    const { bytes } = app.models;
    await promote(2);
    await sleep(MAX_AGE_MS);
    expect(await answeredBy()).toMatchObject({ version: 'colours:2', alias: 'colours@prod' });
    expect(app.models.size).toBe(1);
    // The first model has left; the second one's head is about as large.
    expect(Math.abs(app.models.bytes - bytes)).toBeLessThan(bytes / 20);
  });

  test('nobody waits while calls keep coming', async () => {
    await answeredBy();
    await promote(2);
    await sleep(MAX_AGE_MS / 2);
    expect(await answeredBy()).toMatchObject({ version: 'colours:1' });
    await expect.poll(answeredBy, { timeout: 10_000 }).toMatchObject({ version: 'colours:2' });
  });

  test.each([
    ['a model that is not there', () => promote(9)],
    ['a file that is no alias', () => storage.write('aliases/colours@prod.json', Buffer.from('{}'))],
    ['nothing', () => storage.remove('aliases/colours@prod.json')],
  ])('that points to %s changes nothing, until it is put right', async (_name, breakIt) => {
    await answeredBy();
    await breakIt();
    await sleep(MAX_AGE_MS);
    expect(await answeredBy()).toMatchObject({ version: 'colours:1' });
    await promote(2);
    await sleep(MAX_AGE_MS);
    expect(await answeredBy()).toMatchObject({ version: 'colours:2' });
  });
});

describe('a new model', () => {
  const following = (open: (model: ResolvedModel) => Promise<LoadedModel>) => {
    let prefix = 'old';
    const failures: unknown[] = [];
    const followed = followModel({
      maxAgeMs: 0,
      resolve: async () => ({ prefix, version: null, alias: null }),
      open,
      onReplaced: () => undefined,
      onRefreshFailed: (error) => failures.push(error),
    });
    const promote = (to: string) => {
      prefix = to;
    };
    return { followed, failures, promote };
  };
  const model = (prefix: string, let_go: string[], tryOut: () => Promise<void> = async () => undefined) =>
    ({ prefix, tryOut, letGo: () => let_go.push(prefix) }) as unknown as LoadedModel;

  test('that loads but cannot answer never takes over, and is let go', async () => {
    const letGo: string[] = [];
    const { followed, failures, promote } = following(async ({ prefix }) =>
      model(prefix, letGo, async () => {
        if (prefix === 'broken') throw new Error('cannot answer');
      }),
    );
    await followed.current();
    promote('broken');
    expect((await followed.current()).prefix).toBe('old');
    expect([failures.length, letGo]).toEqual([1, ['broken']]);
    promote('new');
    expect((await followed.current()).prefix).toBe('new');
    expect(letGo).toEqual(['broken', 'old']);
  });

  test('is loaded once however many calls wait for it', async () => {
    let opened = 0;
    const { followed } = following(async ({ prefix }) => {
      opened++;
      await sleep(20);
      return model(prefix, []);
    });
    await Promise.all([followed.current(), followed.current(), followed.current()]);
    expect(opened).toBe(1);
  });

  test('that comes after everybody has gone does not stay', async () => {
    const letGo: string[] = [];
    const { followed } = following(async ({ prefix }) => {
      await sleep(20);
      return model(prefix, letGo);
    });
    const loading = followed.current();
    followed.letGo();
    await loading;
    expect(letGo).toEqual(['old']);
  });
});
