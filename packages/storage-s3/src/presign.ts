import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Presign } from '@graft/core/storage';
import { type S3Object, s3Failure } from './s3-failure.js';

export function s3Presign(client: S3Client, locate: (key: string) => S3Object): Presign {
  return {
    async get(key, { expiresInSeconds }) {
      const at = locate(key);
      return getSignedUrl(client, new GetObjectCommand({ ...at }), { expiresIn: expiresInSeconds }).catch(
        (cause) => {
          throw s3Failure('sign a URL for', at, cause);
        },
      );
    },
    async put(key, { expiresInSeconds, contentLength, contentType }) {
      const at = locate(key);
      const command = new PutObjectCommand({ ...at, ContentLength: contentLength, ContentType: contentType });
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresInSeconds,
        // By default neither is signed, and the URL would take any number of bytes of any type.
        signableHeaders: new Set(['host', 'content-length', 'content-type']),
      }).catch((cause) => {
        throw s3Failure('sign a URL for', at, cause);
      });
      return { url, headers: { 'content-length': String(contentLength), 'content-type': contentType } };
    },
  };
}
