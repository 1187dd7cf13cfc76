import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLabel, type IncomingFile, planFiles } from './plan.js';

const limits = { pictureBytes: 20e6, zipBytes: 2e9 };
const at = (path: string, options: { type?: string; content?: string } = {}): IncomingFile => {
  const folders = path.split('/');
  const name = folders.pop()!;
  return { file: new File([options.content ?? 'x'], name, { type: options.type ?? '' }), folders };
};
const plan = (paths: readonly string[], label?: string, task?: Parameters<typeof planFiles>[3]) =>
  planFiles(
    paths.map((path) => at(path)),
    label,
    limits,
    task,
  ).map((each) =>
    each.kind === 'picture'
      ? [...Object.values(each.said), each.split, each.name]
      : [each.kind, each.file.name],
  );

describe('which class a file is of', () => {
  test('a folder is a class, and one around several is passed over', () => {
    expect(plan(['cats/1.jpg', 'dogs/1.jpg'])).toEqual([
      ['cats', null, 'cats/1.jpg'],
      ['dogs', null, 'dogs/1.jpg'],
    ]);
    expect(plan(['pets/cats/1.jpg', 'pets/dogs/small/1.jpg'])).toEqual([
      ['cats', null, 'cats/1.jpg'],
      ['dogs', null, 'dogs/small/1.jpg'],
    ]);
  });

  test('folders of parts are kept as parts; one that comes alone is only a folder', () => {
    expect(plan(['pets/train/cats/1.jpg', 'pets/Val/cats/1.jpg', 'pets/test/cats/1.jpg'])).toEqual([
      ['cats', 'TRAIN', 'train/cats/1.jpg'],
      ['cats', 'VALIDATION', 'validation/cats/1.jpg'],
      ['cats', 'TEST', 'test/cats/1.jpg'],
    ]);
    expect(plan(['test/cats/1.jpg', 'test/dogs/1.jpg'])).toEqual([
      ['cats', null, 'cats/1.jpg'],
      ['dogs', null, 'dogs/1.jpg'],
    ]);
  });

  test('what is given to a class is of that class, wherever it lay', () => {
    expect(plan(['a/b/1.jpg', '1.jpg'], 'cats')).toEqual([
      ['cats', null, 'cats/a/b/1.jpg'],
      ['cats', null, 'cats/1.jpg'],
    ]);
  });

  test('loose pictures wait for a class, zips need none, hidden files are left out', () => {
    expect(plan(['1.jpg', 'pets.zip', '.DS_Store', 'cats/Thumbs.db', '__MACOSX/cats/._1.jpg'])).toEqual([
      ['unlabelled', '1.jpg'],
      ['zip', 'pets.zip'],
    ]);
  });
});

describe('where pictures have several labels', () => {
  const several = (paths: readonly string[], label?: string) => plan(paths, label, 'MULTI_LABEL');

  test('a folder is one label, and what lies in none shows none of them', () => {
    expect(several(['disc/1.png', 'bars/1.png', '2.png'])).toEqual([
      [['disc'], null, 'disc/1.png'],
      [['bars'], null, 'bars/1.png'],
      [[], null, '2.png'],
    ]);
    expect(several(['2.png'], 'disc')).toEqual([[['disc'], null, 'disc/2.png']]);
  });

  test('a manifest beside them would not be read, so that nothing is taken without it', () => {
    expect(several(['rooms/1.png', 'rooms/metadata.csv', 'all.zip'])).toEqual([
      ['refused', '1.png'],
      ['refused', 'metadata.csv'],
      ['zip', 'all.zip'],
    ]);
  });
});

test('pictures with numbers come in a zip, which has their manifest', () => {
  expect(plan(['1.png', 'ages.zip'], undefined, 'REGRESSION')).toEqual([
    ['refused', '1.png'],
    ['zip', 'ages.zip'],
  ]);
});

test('what is no picture is refused with a reason, and one without an ending is known by its type', () => {
  const plans = planFiles(
    [
      at('cats/drawing.svg'),
      at('cats/notes.txt'),
      at('cats/empty.jpg', { content: '' }),
      at('cats/photo', { type: 'image/jpeg' }),
      at('cats/large.jpg'),
    ],
    undefined,
    { ...limits, pictureBytes: 0.5 },
  );
  expect(plans.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
  const [photo] = planFiles([at('cats/photo', { type: 'image/jpeg' })], undefined, limits);
  expect(photo).toMatchObject({ kind: 'picture', name: 'cats/photo.jpg' });
  expect(plans[0]).toMatchObject({ reason: expect.stringContaining('SVG') });
});

test('whatever files and folders are called, the server can take the name and the label', () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    .filter((text) => !/^\./.test(text));
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  fc.assert(
    fc.property(segment, segment, (folder, stem) => {
      const [made] = planFiles(
        [{ file: new File(['x'], `${stem}.jpg`), folders: [folder] }],
        undefined,
        limits,
      );
      if (made?.kind !== 'picture') return;
      const parts = made.name.split('/');
      expect(parts).toHaveLength(2);
      for (const part of parts) {
        expect(part).toMatch(/^[^.\\:\p{Cc}\p{Surrogate}][^\\:\p{Cc}\p{Surrogate}]*$/u);
        expect(bytes(part)).toBeLessThanOrEqual(200);
      }
      expect(parts[0]).not.toMatch(/\.(jpg|png)$/i);
      expect(parts[1]).toMatch(/\.jpg$/);
      const [label] = Object.values(made.said) as string[];
      expect(label).toBe(label!.trim());
      expect(bytes(label!)).toBeLessThanOrEqual(200);
    }),
  );
});

test('two long names stay two', () => {
  const long = 'x'.repeat(300);
  expect(asLabel(`${long}1`)).not.toBe(asLabel(`${long}2`));
});
