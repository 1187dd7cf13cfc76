import { StorageError } from '../errors.js';
import type { WriteCondition } from './types.js';

/** For adapters: the error of a conditional write whose condition does not hold. */
export function writeConflict(what: string, condition: WriteCondition, cause?: unknown): StorageError {
  const found = 'ifAbsent' in condition ? 'it is there already' : 'it has been changed or removed meanwhile';
  return new StorageError(
    'STORAGE_CONFLICT',
    `Did not write ${what}: ${found}. Read what is there now, then decide whether to write again.`,
    { cause, details: { condition } },
  );
}
