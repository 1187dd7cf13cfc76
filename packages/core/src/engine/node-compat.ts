import { createRequire } from 'node:module';

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined` and `util.isArray`, which Node 23 removed; the fix upstream is merged but
 * was never released (tensorflow/tfjs#8425, #8609). Must run before tfjs-node is loaded.
 */
export function restoreNodeUtilities(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
