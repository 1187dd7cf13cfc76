export { type Postgres, startPostgres } from './postgres.js';
export { type S3Server, startS3 } from './s3.js';
