import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.js';
import { readSortedTable } from './sorted-table.js';

describe('a checksum of a checkpoint', () => {
  test('is CRC-32C', () => {
    // The check value of the algorithm, and RFC 3720, B.4: 32 bytes of zeros.
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  });

  test('is rotated and moved where it is stored', () => {
    // lib/hash/crc32c.h: ((crc >> 15) | (crc << 17)) + 0xa282ead8, of 0xe3069283 by hand.
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe(0xc78ab0e5);
  });
});

test("an index of TensorFlow's: keys in order, each whole though stored by what it adds to the one before", async () => {
  const file = fileURLToPath(new URL('test-data/keras/variables/variables.index', import.meta.url));
  const keys = [...readSortedTable(await readFile(file)).keys()];
  expect(keys.slice(0, 3)).toEqual([
    '',
    '_CHECKPOINTABLE_OBJECT_GRAPH',
    '_all_variables/0/.ATTRIBUTES/VARIABLE_VALUE',
  ]);
  expect(keys.at(-1)).toBe('variables/9/.ATTRIBUTES/VARIABLE_VALUE');
  expect(keys).toEqual([...keys].sort());
});
