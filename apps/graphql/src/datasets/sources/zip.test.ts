import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../testing.js';
import { testPicture } from '../testing-pictures.js';
import { openZip } from './zip.js';

let service: TestApp;
beforeAll(async () => {
  service = await testApp({ env: { GRAFT_MAX_UPLOAD_MB: '5', GRAFT_MAX_PICTURE_MB: '1' } });
});
afterAll(() => service.close());

type Zippable = Parameters<typeof zipSync>[0];

async function open(zip: Zippable | Uint8Array) {
  const key = 'datasets/x/uploads/y';
  await service.app.storage.write(key, zip instanceof Uint8Array ? zip : zipSync(zip));
  return openZip(service.app, { key, name: 'pets.zip' }, 'single-label', new AbortController().signal);
}

test('a folder per label, with or without a folder around them, and what macOS adds', async () => {
  const [one, two] = [await testPicture(1), await testPicture(2)];
  for (const top of ['', 'pets/']) {
    const { files, close } = await open({
      [`${top}cats/1.jpg`]: one,
      [`${top}dogs/deep/2.jpg`]: two,
      [`${top}readme.txt`]: Buffer.from('hello'),
      '__MACOSX/cats/._1.jpg': Buffer.from('x'),
      [`${top}.DS_Store`]: Buffer.from('x'),
    });
    expect(files.map(({ name, label, split }) => [name, label, split])).toEqual([
      ['cats/1.jpg', 'cats', null],
      ['dogs/deep/2.jpg', 'dogs', null],
    ]);
    expect(Buffer.from(await files[1]!.read(1e6))).toEqual(two);
    await close();
  }
});

test('train and test folders are splits; a manifest says the labels', async () => {
  const picture = await testPicture(1);
  const split = await open({ 'train/cats/1.jpg': picture, 'test/cats/2.jpg': picture });
  expect(split.files.map(({ label, split }) => [label, split])).toEqual([
    ['cats', 'train'],
    ['cats', 'test'],
  ]);
  await split.close();
  const listed = await open({
    'x/metadata.csv': Buffer.from('file_name,label\n1.jpg,cats\n'),
    'x/1.jpg': picture,
    'x/2.jpg': picture,
  });
  expect(listed.files.map(({ name, label }) => [name, label])).toEqual([['1.jpg', 'cats']]);
  expect(await listed.files[0]!.read(1e6)).toHaveLength(picture.length);
  await listed.close();
});

test.each(['../../evil.jpg', 'cats/../../evil.jpg', '/etc/evil.jpg', 'C:/evil.jpg', '..\\evil.jpg'])(
  'a zip that names %s is refused as a whole',
  async (name) => {
    const zip = { 'cats/1.jpg': await testPicture(1), [name]: await testPicture(2) };
    await expect(open(zip)).rejects.toMatchObject({ code: 'ZIP_REFUSED', kind: 'input' });
  },
);

test('a symbolic link is refused', async () => {
  const attrs = (0o120777 << 16) >>> 0;
  const zip: Zippable = { 'cats/1.jpg': [Buffer.from('/etc/passwd'), { os: 3, attrs }] };
  await expect(open(zip)).rejects.toMatchObject({ code: 'ZIP_REFUSED', message: /symbolic link/ });
});

test('zip bombs are refused before anything is unpacked: by ratio, and by all sizes together', async () => {
  await expect(open({ 'cats/1.jpg': new Uint8Array(4e6) })).rejects.toMatchObject({ code: 'ZIP_REFUSED' });
  const small = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`cats/${i}.jpg`, new Uint8Array(9e5)]),
  );
  await expect(open(small)).rejects.toMatchObject({ code: 'ZIP_TOO_LARGE' });
});

test('a size that lies is found while unpacking, and never more is held than allowed', async () => {
  const zip = Buffer.from(zipSync({ 'cats/1.jpg': new Uint8Array(9e5) }));
  const directory = zip.indexOf(Buffer.from('PK\x01\x02'));
  zip.writeUInt32LE(1000, directory + 24);
  const { files, close } = await open(new Uint8Array(zip));
  await expect(files[0]!.read(1e6)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  await close();
});

test('damaged bytes spoil one picture, not the zip', async () => {
  const picture = await testPicture(1);
  const zip = Buffer.from(
    zipSync({ 'cats/1.jpg': [picture, { level: 9 }], 'dogs/2.jpg': [picture, { level: 0 }] }),
  );
  zip.fill(0xff, 45, 60);
  const { files, close } = await open(new Uint8Array(zip));
  await expect(files[0]!.read(1e6)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  expect(await files[1]!.read(1e6)).toHaveLength(picture.length);
  await close();
});

test.each([
  ['text', Buffer.from('PK, it says, but it is no zip')],
  ['nothing', Buffer.alloc(0)],
])('%s is no zip', async (_, bytes) => {
  await expect(open(new Uint8Array(bytes))).rejects.toMatchObject({ code: 'ZIP_DAMAGED', kind: 'input' });
});

test('a zip without folders says what is expected', async () => {
  await expect(open({ '1.jpg': await testPicture(1) })).rejects.toMatchObject({
    code: 'DATASET_NO_CLASSES',
    message: /one folder of pictures per class/,
  });
});
