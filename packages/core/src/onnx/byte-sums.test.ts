import { expect, test } from 'vitest';
import { sumsOfBytesAreExact } from './byte-sums.js';

test('bytes are summed exactly with VNNI of either kind, and on other architectures', () => {
  expect(sumsOfBytesAreExact('x64', 'flags : fpu avx2 avx512f avx512_vnni')).toBe(true);
  expect(sumsOfBytesAreExact('x64', 'flags : fpu avx2 avx_vnni')).toBe(true);
  expect(sumsOfBytesAreExact('arm64', '')).toBe(true);
});

test('without VNNI, or where nothing is known, they may overflow', () => {
  expect(sumsOfBytesAreExact('x64', 'flags : fpu avx2 avx512f')).toBe(false);
  expect(sumsOfBytesAreExact('x64', '')).toBe(false);
});
