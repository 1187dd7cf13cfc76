import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startS3 } from '@graft/testing/services';
import { afterEach, expect, test, vi } from 'vitest';
import { s3Storage } from './s3-storage.js';
import { storageFrom } from './storage-from.js';

afterEach(() => vi.unstubAllEnvs());

const bytes = Uint8Array.from([1, 2, 3]);

test('a path, relative or absolute or as URL, is a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-storage-from-'));
  await storageFrom(folder).write('by-path', bytes);
  await storageFrom(pathToFileURL(folder).href).write('by-url', bytes);
  expect(new Uint8Array(await readFile(join(folder, 'by-path')))).toEqual(bytes);
  expect(new Uint8Array(await readFile(join(folder, 'by-url')))).toEqual(bytes);
  await rm(folder, { recursive: true });
  expect(storageFrom('./models').description).toBe('folder ./models');
  expect(storageFrom('C:\\models').description).toBe('folder C:\\models');
});

test('an s3 URL is a bucket and a prefix, with endpoint and keys from the environment', async () => {
  const s3 = await startS3();
  for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
  await storageFrom(`s3://${s3.bucket}/models/pets/`).write('model.json', bytes);
  expect(await s3Storage(s3).list()).toEqual(['models/pets/model.json']);
  expect(await storageFrom(`s3://${s3.bucket}`).read('models/pets/model.json')).toEqual(bytes);
  expect(storageFrom(`s3://${s3.bucket}/models/`).description).toBe(`s3://${s3.bucket}/models`);
  await s3.stop();
});

test('without credentials the error says where they come from', async () => {
  const none = {
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(none)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(tmpdir(), 'none'));
  vi.stubEnv('AWS_CONFIG_FILE', join(tmpdir(), 'none'));
  const storage = storageFrom('s3://bucket', { endpoint: 'http://127.0.0.1:9' });
  await expect(storage.read('key')).rejects.toMatchObject({
    code: 'STORAGE_CREDENTIALS',
    message: expect.stringMatching(/Set AWS_ACCESS_KEY_ID/),
  });
});

test.each(['', 's3://', 's3://b', 's3://bucket?versions', 'gs://bucket/models', 'http://127.0.0.1/bucket'])(
  '%o names no storage',
  (url) => {
    expect(() => storageFrom(url)).toThrow(
      expect.objectContaining({ code: 'OPTION_STORAGE', kind: 'input' }),
    );
  },
);

test('a prefix that no key may have is refused at once', () => {
  expect(() => storageFrom('s3://bucket/../other')).toThrow(expect.objectContaining({ code: 'STORAGE_KEY' }));
});
