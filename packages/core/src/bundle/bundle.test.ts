import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../hash.js';
import { fileStorage } from '../storage/file-storage.js';
import { memoryStorage } from '../storage/memory-storage.js';
import type { Storage } from '../storage/types.js';
import { exampleContents, exampleFacts } from './example.js';
import type { Manifest } from './manifest.js';
import { readBundle, readManifest } from './read-bundle.js';
import { FILES, PREFIX_FILE, readPets, refusal, savedExample } from './saved-example.js';
import { sealJson } from './seal.js';
import { writeBundle } from './write-bundle.js';

describe('a saved model', () => {
  test('is three files, and its frozen part once under its hash', async () => {
    const { storage, manifest } = await savedExample();
    expect(await storage.list()).toEqual(FILES);
    expect(Object.keys(manifest.files)).toEqual(['weights.safetensors', 'README.md']);
    expect(manifest.files['weights.safetensors']).toEqual({
      sha256: sha256(exampleContents().weights),
      bytes: 300,
    });
  });

  test('is read as it was written', async () => {
    const { storage, manifest } = await savedExample();
    const bundle = await readPets(storage);
    expect(bundle.manifest).toEqual(manifest);
    expect(bundle.manifest).toMatchObject(exampleFacts());
    expect(bundle.weights).toEqual(exampleContents().weights);
    expect(bundle.prefix).toEqual(exampleContents().prefix);
    expect(await readManifest(storage, 'models/pets')).toEqual(manifest);
  });

  test('has no prefix file when its frozen part ships with Graft', async () => {
    const storage = memoryStorage();
    const { manifest, weights } = exampleContents();
    await writeBundle(storage, '', { manifest, weights });
    expect(await storage.list()).toEqual(['README.md', 'model.json', 'weights.safetensors']);
    expect((await readBundle(storage, '')).prefix).toBeUndefined();
  });

  test('lives in a folder as well', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graft-bundle-'));
    try {
      const { storage, manifest } = await savedExample(fileStorage(folder));
      expect((await readPets(storage)).manifest).toEqual(manifest);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('says nothing of where pictures lay on the training machine', async () => {
    const storage = memoryStorage();
    const { manifest, weights } = exampleContents();
    const [mistake] = manifest.metrics.test.mistakes;
    const mistakes = [{ ...mistake!, path: '/home/somebody/dog.png' }];
    const metrics = { ...manifest.metrics, test: { ...manifest.metrics.test, mistakes } };
    await writeBundle(storage, '', { manifest: { ...manifest, metrics }, weights });
    for (const key of await storage.list()) {
      expect(new TextDecoder().decode(await storage.read(key))).not.toContain('/home/');
    }
  });

  test('with facts that no reader would accept is not begun', async () => {
    const storage = memoryStorage();
    const [epoch] = exampleFacts().history;
    const manifest = exampleFacts({ history: [epoch!, { ...epoch!, validationLoss: Number.NaN }] });
    await expect(writeBundle(storage, 'pets', { ...exampleContents(), manifest })).rejects.toMatchObject({
      code: 'BUNDLE_MANIFEST',
      details: { field: 'history.1.validationLoss' },
    });
    expect(await storage.list()).toEqual([]);
  });
});

describe('a model that is not all there', () => {
  test('is named as missing when there is none', async () => {
    await expect(readBundle(memoryStorage(), 'models/pets')).rejects.toMatchObject({
      code: 'BUNDLE_NOT_FOUND',
      message:
        'There is no saved model at models/pets in memory: expected model.json there. Check the path, or train a model first.',
    });
  });

  test.each(FILES)('is incomplete without %s', async (file) => {
    const { storage } = await savedExample();
    await storage.remove(file);
    await expect(readPets(storage)).rejects.toMatchObject({ code: 'BUNDLE_INCOMPLETE', details: { file } });
  });
});

describe('an existing model', () => {
  test('is not overwritten unless asked to', async () => {
    const { storage } = await savedExample();
    await expect(writeBundle(storage, 'models/pets', exampleContents(2))).rejects.toMatchObject({
      code: 'BUNDLE_EXISTS',
    });
    expect((await readPets(storage)).weights).toEqual(exampleContents(1).weights);
    await writeBundle(storage, 'models/pets', exampleContents(2), { overwrite: true });
    expect((await readPets(storage)).weights).toEqual(exampleContents(2).weights);
  });

  test('that is incomplete gives way without asking', async () => {
    const { storage } = await savedExample();
    await storage.remove('models/pets/model.json');
    await writeBundle(storage, 'models/pets', exampleContents(2));
    expect((await readPets(storage)).weights).toEqual(exampleContents(2).weights);
  });

  test('shares its frozen part with another: written once, and repaired when damaged', async () => {
    const { storage } = await savedExample();
    const writes: string[] = [];
    const watched: Storage = {
      ...storage,
      write: (key, bytes) => {
        writes.push(key);
        return storage.write(key, bytes);
      },
    };
    await writeBundle(watched, 'models/other', exampleContents(2));
    expect(writes).toEqual(
      ['weights.safetensors', 'README.md', 'model.json'].map((file) => `models/other/${file}`),
    );

    await storage.write(PREFIX_FILE, Uint8Array.of(1));
    await writeBundle(watched, 'models/third', exampleContents(3));
    expect(writes).toContain(PREFIX_FILE);
    expect(await refusal(storage)).toBe('accepted');
  });
});

describe('a manifest that another program wrote', () => {
  const withManifest = async (change: (manifest: Manifest) => object) => {
    const { storage, manifest } = await savedExample();
    await storage.write('models/pets/model.json', sealJson(change(manifest)));
    return readPets(storage).catch((error) => error);
  };

  test('of a later format asks for an update', async () => {
    expect(
      await withManifest((manifest) => ({ ...manifest, formatVersion: 2, head: 'unheard of' })),
    ).toMatchObject({
      code: 'BUNDLE_VERSION',
      message: expect.stringContaining('has format version 2; this Graft reads version 1. Update Graft.'),
    });
  });

  test.each([
    ['formatVersion', () => ({ formatVersion: '1' })],
    ['labels', () => ({ labels: ['only one'] })],
    ['head.dense.0.units', ({ head }: Manifest) => ({ head: { ...head, dense: [{ units: -1 }] } })],
    ['preprocessing.resize', (m: Manifest) => ({ preprocessing: { ...m.preprocessing, resize: 'bend' } })],
    ['prefix.sha256', ({ prefix }: Manifest) => ({ prefix: { ...prefix, sha256: '../../secret' } })],
    ['files.weights.safetensors', () => ({ files: {} })],
    ['metrics', () => ({ metrics: undefined })],
  ])('with a wrong %s is refused by that name', async (field, change) => {
    const error = await withManifest((manifest) => ({ ...manifest, ...change(manifest) }));
    expect(error).toMatchObject({ code: 'BUNDLE_MANIFEST', details: { field } });
    expect(error.message).toContain(`"${field}"`);
  });

  test('cannot make a reader look outside the storage', async () => {
    const error = await withManifest(({ files, ...rest }) => ({
      ...rest,
      files: { ...files, '../../../etc/passwd': { sha256: 'a'.repeat(64), bytes: 1 } },
    }));
    expect(error).toMatchObject({ code: 'STORAGE_KEY' });
  });

  test('with fields of a newer Graft of the same format is read, without them', async () => {
    const { manifest } = await withManifest((manifest) => ({ ...manifest, mood: 'good' }));
    expect(manifest.labels).toEqual(['cat', 'dog']);
    expect(manifest).not.toHaveProperty('mood');
  });
});
