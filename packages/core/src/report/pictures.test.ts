import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { smallPictures } from './pictures.js';

test('gives small JPEGs as addresses, once per id, and none for a file that is gone', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'graft-pictures-')), 'wide.png');
  const create = {
    width: 400,
    height: 100,
    channels: 4 as const,
    background: { r: 0, g: 200, b: 0, alpha: 0.5 },
  };
  await writeFile(path, await sharp({ create }).png().toBuffer());
  const pictures = await smallPictures([
    { id: 'a', path },
    { id: 'a', path },
    { id: 'b', path: `${path}.gone` },
  ]);
  expect([...pictures.keys()]).toEqual(['a']);
  const [, base64] = pictures.get('a')!.split('data:image/jpeg;base64,');
  const { format, width, height } = await sharp(Buffer.from(base64!, 'base64')).metadata();
  expect({ format, width, height }).toEqual({ format: 'jpeg', width: 144, height: 144 });
});
