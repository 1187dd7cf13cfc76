// The entry point `@graft/core/storage`: for adapters, and for programs that move models without running them.
export { OptionError, StorageError } from '../errors.js';
export { writeConflict } from './conflict.js';
export { fileStorage } from './file-storage.js';
export { checkKey, checkPrefix } from './key.js';
export { memoryStorage } from './memory-storage.js';
export type { Presign, PresignedPut, Storage, StoredObject, WriteCondition } from './types.js';
