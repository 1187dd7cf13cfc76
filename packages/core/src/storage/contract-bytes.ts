import assert from 'node:assert/strict';
import { createRandom } from '../random.js';
import type { Storage } from './types.js';

/** What an adapter must do: a sentence, and the check of an empty storage. */
export type Contract = Readonly<Record<string, (storage: Storage) => Promise<void>>>;

/** Looks random, always the same for a size; different sizes differ from the first bytes on. */
export function bytesOf(size: number): Uint8Array {
  const random = createRandom('storage contract', size);
  return Uint8Array.from({ length: size }, () => random.integer(256));
}

export function assertBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.ok(Buffer.compare(actual, expected) === 0, 'the bytes are not those that were written');
}

export async function* toStream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
