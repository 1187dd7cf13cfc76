import { randomUUID } from 'node:crypto';
import { storageContract } from '@graft/core/storage-contract';
import { type S3Server, startS3 } from '@graft/testing/services';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { s3Storage } from './s3-storage.js';

let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

describe('S3 storage under a prefix', () => {
  storageContract(test, () => s3Storage({ ...s3, prefix: `tests/${randomUUID()}/` }));
});
