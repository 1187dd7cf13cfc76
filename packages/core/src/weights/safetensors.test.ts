import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WeightsError } from '../errors.js';
import { parseSafetensors, writeSafetensors } from './safetensors.js';

describe('a safetensors file', () => {
  test('gives back what was written, to the bit', () => {
    fc.assert(
      fc.property(tensorsArbitrary(), metadataArbitrary(), (tensors, metadata) => {
        const file = parseSafetensors(writeSafetensors(tensors, metadata), 'a.safetensors');

        expect(file.metadata).toEqual(metadata);
        expect([...file.tensors].map(([name, { shape, data }]) => ({ name, shape, data }))).toEqual(tensors);
      }),
      { numRuns: 50 },
    );
  });

  test('is the same bytes for the same tensors, its data aligned to eight', () => {
    const write = () => writeSafetensors([{ name: 'a/kernel', shape: [1], data: Float32Array.of(1) }]);

    expect(write()).toEqual(write());
    expect(Number(Buffer.from(write()).readBigUInt64LE(0)) % 8).toBe(0);
  });

  test('is read byte for byte as the format is described', () => {
    // https://github.com/huggingface/safetensors#format, put together by hand.
    const bytes = fileOf(
      '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
      [0, 0, 128, 63, 0, 0, 0, 192],
    );

    expect(parseSafetensors(bytes, 'a.safetensors').tensors.get('a')!.data).toEqual(Float32Array.of(1, -2));
  });

  test('may hold tensors of no values and of no dimensions', () => {
    const header = { none: entry('F32', [0, 3], 0, 0), one: entry('F32', [], 0, 4) };
    const { tensors } = parseSafetensors(fileOf(JSON.stringify(header), [0, 0, 0, 64]), 'a.safetensors');

    expect(tensors.get('none')!.data).toEqual(new Float32Array(0));
    expect(tensors.get('one')).toMatchObject({ shape: [], data: Float32Array.of(2) });
  });
});

/** Bytes worked out by hand from IEEE 754, and for bfloat16 from its definition as the upper half of a float32. */
const STORED: [dtype: string, bytes: number[], values: number[]][] = [
  // 1, -2, largest 65504, smallest normal 2^-14, smallest subnormal 2^-24, infinity, -0, one third.
  [
    'F16',
    [0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x00, 0x04, 0x01, 0x00, 0x00, 0x7c, 0x00, 0x80, 0x55, 0x35],
    [1, -2, 65504, 2 ** -14, 2 ** -24, Number.POSITIVE_INFINITY, -0, 0.333251953125],
  ],
  ['BF16', [0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40, 0x80, 0xff], [1, -2, 3.140625, Number.NEGATIVE_INFINITY]],
  ['F64', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]],
  ['I64', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-2]],
  ['I32', [0xff, 0xff, 0xff, 0xff], [-1]],
  ['I16', [0x00, 0x80], [-32768]],
  ['U16', [0x00, 0x80], [32768]],
  ['I8', [0x80, 0x7f], [-128, 127]],
  ['U8', [0x80, 0xff], [128, 255]],
  ['U32', [0, 0, 0, 0x80], [2 ** 31]],
  ['BOOL', [0, 1], [0, 1]],
];

describe.each(STORED)('%s', (dtype, bytes, values) => {
  test('is widened to float32', () => {
    const header = JSON.stringify({ a: entry(dtype, [values.length], 0, bytes.length) });
    const { tensors } = parseSafetensors(fileOf(header, bytes), 'a.safetensors');

    expect(tensors.get('a')!.data).toEqual(Float32Array.from(values));
  });
});

test('not a number stays not a number', () => {
  const header = JSON.stringify({ a: entry('F16', [1], 0, 2), b: entry('BF16', [1], 2, 4) });
  const { tensors } = parseSafetensors(fileOf(header, [0x01, 0x7e, 0xc0, 0x7f]), 'a.safetensors');

  expect([...tensors.values()].map(({ data }) => data[0])).toEqual([Number.NaN, Number.NaN]);
});

describe('a hostile header', () => {
  const HOSTILE: [what: string, header: string, code: string, named: string][] = [
    ['that is not JSON', '{"a":', 'WEIGHTS_DAMAGED', 'not JSON'],
    ['that is a list', '[1, 2]', 'WEIGHTS_DAMAGED', 'no object'],
    ['with an entry that is nothing', '{"a":null}', 'WEIGHTS_DAMAGED', '"a"'],
    ['with an unknown type', json(entry('F7', [1], 0, 4)), 'WEIGHTS_DAMAGED', '"a"'],
    [
      'with the name of an inherited property as type',
      json(entry('toString', [1], 0, 4)),
      'WEIGHTS_DAMAGED',
      '"a"',
    ],
    ['with a negative side', json(entry('F32', [-1, -1], 0, 4)), 'WEIGHTS_DAMAGED', '"a"'],
    ['with a fractional side', json(entry('F32', [1.5], 0, 6)), 'WEIGHTS_DAMAGED', '"a"'],
    [
      'with sides whose product overflows',
      json(entry('F32', [2 ** 40, 2 ** 40], 0, 4)),
      'WEIGHTS_DAMAGED',
      '"a"',
    ],
    ['with offsets that run backwards', json(entry('F32', [1], 4, 0)), 'WEIGHTS_DAMAGED', '"a"'],
    ['with offsets before the data', json(entry('F32', [1], -4, 0)), 'WEIGHTS_DAMAGED', '"a"'],
    ['without offsets', '{"a":{"dtype":"F32","shape":[1]}}', 'WEIGHTS_DAMAGED', '"a"'],
    ['with a shape that its bytes do not fit', json(entry('F32', [3], 0, 4)), 'WEIGHTS_DAMAGED', '"a"'],
    ['with data beyond the end', json(entry('F32', [3], 0, 12)), 'WEIGHTS_TRUNCATED', '"a"'],
    [
      'with tensors that overlap',
      JSON.stringify({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 2, 6) }),
      'WEIGHTS_DAMAGED',
      '"b"',
    ],
    [
      'with bytes that belong to no tensor',
      JSON.stringify({ a: entry('F32', [1], 0, 4), b: entry('U8', [2], 6, 8) }),
      'WEIGHTS_DAMAGED',
      '"b"',
    ],
    ['with bytes after the last tensor', json(entry('F32', [1], 0, 4)), 'WEIGHTS_DAMAGED', '4 of 8'],
    [
      'with metadata that is no map of strings',
      JSON.stringify({ __metadata__: { a: 1 }, a: entry('F32', [2], 0, 8) }),
      'WEIGHTS_DAMAGED',
      'metadata',
    ],
  ];

  test.each(HOSTILE)('%s is refused', (_, header, code, named) => {
    const error = errorOf(fileOf(header, [0, 0, 0, 0, 0, 0, 0, 0]));

    expect(error).toMatchObject({ code });
    expect(error.message).toContain(named);
    expect(error.message).toContain('a.safetensors');
  });

  test('that claims more than the reference implementation allows is not waited for', () => {
    const bytes = Buffer.alloc(16);
    bytes.writeBigUInt64LE(2n ** 63n);

    expect(errorOf(bytes)).toMatchObject({ code: 'WEIGHTS_DAMAGED' });
  });

  test('of any kind gives a WeightsError or tensors as described, never anything else', () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 16 }), (header, data) => {
        try {
          parseSafetensors(fileOf(header, [...data]), 'a.safetensors');
        } catch (error) {
          expect(error).toBeInstanceOf(WeightsError);
        }
      }),
    );
  });
});

function json(a: unknown): string {
  return JSON.stringify({ a });
}

function entry(dtype: string, shape: number[], begin: number, end: number) {
  return { dtype, shape, data_offsets: [begin, end] };
}

function fileOf(header: string, data: number[]): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.from(data)]);
}

function errorOf(bytes: Uint8Array): Error {
  try {
    parseSafetensors(bytes, 'a.safetensors');
  } catch (error) {
    return error as Error;
  }
  throw new Error('Expected the file to be refused.');
}

function tensorsArbitrary() {
  const values = fc.float32Array({ maxLength: 20, noNaN: true });
  const tensor = fc.record({ name: fc.string({ minLength: 1 }), data: values });
  return fc
    .uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 5 })
    .map((list) => list.map(({ name, data }) => ({ name: `layer/${name}`, shape: [data.length], data })));
}

function metadataArbitrary() {
  return fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
    fc.string(),
    {
      noNullPrototype: true,
    },
  );
}
