export type { S3Connection } from './s3-client.js';
export { type S3StorageOptions, s3Storage } from './s3-storage.js';
export { storageFrom } from './storage-from.js';
