import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { restoreNodeUtilities } from './node-compat.js';

const util = createRequire(import.meta.url)('node:util') as Record<string, (value: unknown) => boolean>;

describe('restoreNodeUtilities', () => {
  test('gives back what Node 23 took away', () => {
    delete util.isNullOrUndefined;
    delete util.isArray;
    restoreNodeUtilities();

    expect([null, undefined, 0, '', false].map((value) => util.isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(util.isArray!([])).toBe(true);
    expect(util.isArray!({ length: 0 })).toBe(false);
  });

  test('leaves alone what Node still has', () => {
    const own = () => true;
    util.isArray = own;
    restoreNodeUtilities();
    expect(util.isArray).toBe(own);
  });
});
