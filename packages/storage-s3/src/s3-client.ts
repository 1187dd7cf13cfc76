import { S3Client } from '@aws-sdk/client-s3';

export interface S3Connection {
  /** Default: `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, else AWS itself. */
  readonly endpoint?: string;
  /** Default: `AWS_REGION` or the shared configuration; with an endpoint of one's own, `us-east-1`. */
  readonly region?: string;
  /** Default: the AWS SDK's chain: environment, shared files, the machine's or function's role. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. Default: true with an endpoint of one's own. */
  readonly forcePathStyle?: boolean;
  /** How often a request is tried, and a broken download taken up again. Default: 4 */
  readonly attempts?: number;
  /** A connection on which nothing moves for this long has failed. Default: 30 000 */
  readonly idleTimeoutMs?: number;
}

export const DEFAULT_ATTEMPTS = 4;
const CONNECTION_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;

export function s3Client({
  endpoint = process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL || undefined,
  region = endpoint ? process.env.AWS_REGION || 'us-east-1' : undefined,
  credentials,
  forcePathStyle = endpoint !== undefined,
  attempts = DEFAULT_ATTEMPTS,
  idleTimeoutMs = IDLE_TIMEOUT_MS,
}: S3Connection): S3Client {
  return new S3Client({
    endpoint,
    ...(region && { region }),
    ...(credentials && { credentials }),
    forcePathStyle,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: idleTimeoutMs },
    // The default adds checksums in a form that many servers other than AWS's refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
