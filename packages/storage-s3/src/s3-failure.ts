import { StorageError } from '@graft/core/storage';

/** What a request was about, for messages and for the SDK's commands. */
export interface S3Object {
  readonly Bucket: string;
  readonly Key: string;
}

type Action = 'read' | 'write' | 'list' | 'remove' | 'sign a URL for';

const BAD_CREDENTIALS = [
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'CredentialsProviderError',
  'XAdminUserNotFound', // versitygw's word for an unknown access key, with status 404
];
const WRONG_REGION = [
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'IllegalLocationConstraintException',
];
const THROTTLED = [
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequests',
];
const NOT_REACHED = [
  'TimeoutError',
  'RequestTimeout',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
];

/** What a failed request means for the caller, with the SDK's error as cause. A StorageError stays what it is. */
export function s3Failure(action: Action, { Bucket, Key }: S3Object, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const { name, status, systemCode, region, message } = facts(cause);
  const url = `s3://${Bucket}/${Key}`;
  const failure = (code: string, text: string) =>
    new StorageError(code, text, {
      cause,
      details: { bucket: Bucket, key: Key, action, s3Code: name, httpStatus: status },
    });
  const is = (names: readonly string[]) => names.includes(name) || names.includes(systemCode);

  if (name === 'NoSuchKey') return failure('STORAGE_NOT_FOUND', `There is no ${url}.`);
  if (name === 'NoSuchBucket') {
    return failure(
      'STORAGE_BUCKET',
      `Could not ${action} ${url}: there is no bucket "${Bucket}". Create it, or correct its name or the endpoint.`,
    );
  }
  if (is(BAD_CREDENTIALS)) {
    return failure(
      'STORAGE_CREDENTIALS',
      `Could not ${action} ${url}: the credentials are missing, unknown or expired (${name}). Set AWS_ACCESS_KEY_ID and ` +
        'AWS_SECRET_ACCESS_KEY, or a profile or role of the AWS SDK.',
    );
  }
  if (is(WRONG_REGION) || status === 301) {
    const right = region ? `it is in ${region}` : 'it is in another region';
    return failure(
      'STORAGE_REGION',
      `Could not ${action} ${url}: the region is wrong; ${right}. Set AWS_REGION${region ? `=${region}` : ''}.`,
    );
  }
  if (name === 'AccessDenied' || status === 403) {
    return failure(
      'STORAGE_PERMISSION',
      `These credentials may not ${action} ${url}. Allow s3:GetObject, PutObject, DeleteObject and AbortMultipartUpload on ` +
        'its objects and s3:ListBucket on the bucket; without the latter, AWS also answers so for a missing key.',
    );
  }
  if (is(THROTTLED) || status === 429) {
    return failure(
      'STORAGE_THROTTLED',
      `The server asks for fewer requests than it takes to ${action} ${url} now (${name}). Try again later.`,
    );
  }
  if (is(NOT_REACHED) || (status !== undefined && status >= 500)) {
    return failure(
      'STORAGE_UNAVAILABLE',
      `Could not ${action} ${url}: the server does not answer or fails (${message}). Check the endpoint, then try again.`,
    );
  }
  return failure('STORAGE_FAILED', `Could not ${action} ${url}: ${name}: ${message}`);
}

export function truncated(
  { Bucket, Key }: S3Object,
  received: number,
  size: number | undefined,
  cause: unknown,
): StorageError {
  return new StorageError(
    'STORAGE_TRUNCATED',
    `The download of s3://${Bucket}/${Key} broke off at ${received} of ${size ?? 'an unknown number of'} bytes, also when ` +
      'taken up again. Check the network, then try again.',
    { cause, details: { bucket: Bucket, key: Key, received, size } },
  );
}

/** True when a conditional write was refused: the key is there, has changed, is gone, or is being changed right now. */
export function isConflict(cause: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'].includes(facts(cause).name);
}

function facts(cause: unknown) {
  const error = cause as {
    name?: string;
    message?: string;
    code?: string;
    Region?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return {
    name: String(error?.name ?? ''),
    message: String(error?.message ?? cause),
    systemCode: String(error?.code ?? ''),
    region: error?.Region,
    status: error?.$metadata?.httpStatusCode,
  };
}
