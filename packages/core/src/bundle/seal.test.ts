import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSealedJson, sealJson } from './seal.js';

const facts = fc
  .dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ noUnicodeString: false }), { minKeys: 1 })
  .map((value) => {
    const { sha256: _, ...rest } = JSON.parse(JSON.stringify({ version: 1, ...value })) as Record<
      string,
      unknown
    >;
    return rest;
  });

test('what was sealed comes out again', () => {
  fc.assert(
    fc.property(facts, (facts) => {
      expect(openSealedJson(sealJson(facts))).toEqual(facts);
    }),
  );
});

test('the file is JSON that any program reads, with the hash as its first field', () => {
  const text = new TextDecoder().decode(sealJson({ name: 'pets', sha256sOfOthers: [''] }));
  expect(Object.keys(JSON.parse(text))).toEqual(['sha256', 'name', 'sha256sOfOthers']);
});

test.skipIf(process.platform === 'win32')(
  'the hash is what common tools compute from the third line on',
  () => {
    const sealed = sealJson({ name: 'pets', deep: { list: [1, 2] } });
    const printed = execFileSync('sh', ['-c', 'tail -n +3 | openssl dgst -sha256 -r'], {
      input: sealed,
    }).toString();
    expect(JSON.parse(new TextDecoder().decode(sealed)).sha256).toBe(printed.slice(0, 64));
  },
);

test('any change of bytes is noticed: one byte, one cut off, one added, one doubled', () => {
  fc.assert(
    fc.property(facts, fc.nat(), fc.integer({ min: 1, max: 255 }), (facts, at, mask) => {
      const sealed = sealJson(facts);
      const position = at % sealed.length;
      const flipped = Uint8Array.from(sealed, (byte, i) => (i === position ? byte ^ mask : byte));
      expect(openSealedJson(flipped)).toBeUndefined();
      expect(openSealedJson(sealed.subarray(0, position))).toBeUndefined();
      expect(openSealedJson(Uint8Array.from([...sealed, mask]))).toBeUndefined();
      expect(openSealedJson(Uint8Array.from([mask, ...sealed]))).toBeUndefined();
      const doubled = Uint8Array.from([...sealed.subarray(0, position), ...sealed.subarray(position - 1)]);
      if (position > 0) expect(openSealedJson(doubled)).toBeUndefined();
    }),
  );
});

test('JSON that means the same but is written otherwise is refused', () => {
  const text = new TextDecoder().decode(sealJson({ name: 'pets' }));
  for (const other of [
    JSON.stringify(JSON.parse(text)),
    text.trimEnd(),
    text.replaceAll('  ', '\t'),
    `\uFEFF${text}`,
  ]) {
    expect(openSealedJson(new TextEncoder().encode(other))).toBeUndefined();
  }
});
