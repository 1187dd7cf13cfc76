export { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.js';
export { type Postgres, startPostgres } from './postgres.js';
export { type S3Server, startS3 } from './s3.js';
