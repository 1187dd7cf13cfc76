import { describe, test } from 'vitest';
import { memoryStorage } from './memory-storage.js';
import { storageContract } from './storage-contract.js';

describe('memory storage', () => {
  storageContract(test, memoryStorage);
});
