import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/** What a program may do below some prefixes of a bucket; nothing outside them. Prefixes end with a slash. */
export interface BucketAccess {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
  /** Names below these can be listed. */
  readonly list?: readonly string[];
}

/** Grants by name of action and by prefix: the CDK's own grants take `s3:GetObject*` and, by default, the whole bucket. */
export function grantAccess(
  bucket: s3.IBucket,
  role: iam.IRole,
  { read, write, remove, list }: BucketAccess,
): void {
  const allow = (actions: string[], prefixes: readonly string[] = []) => {
    if (prefixes.length === 0) return;
    const resources = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
    for (const resource of resources) acknowledgeWildcard(role, resource);
  };
  allow(['s3:GetObject'], read);
  allow(['s3:PutObject', 's3:AbortMultipartUpload'], write);
  allow(['s3:DeleteObject'], remove);
  if (!list) return;
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": without the right to list, S3 answers 403 instead of 404 for an object that is not there, and reading
      // an object brings no prefix. What it opens besides is a list of names, not of contents.
      conditions: { StringLikeIfExists: { 's3:prefix': list.map((prefix) => `${prefix}*`) } },
    }),
  );
}

function acknowledgeWildcard(role: iam.IRole, resource: string): void {
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${flat(Stack.of(role).resolve(resource))}]`,
    reason: 'Objects below one prefix of one bucket; which there are is for the program to decide.',
  });
}

/** A resolved text as cdk-nag writes it: references in angle brackets. */
function flat(
  value: string | { Ref: string } | { 'Fn::Join': [string, (string | { Ref: string })[]] },
): string {
  if (typeof value === 'string') return value;
  return 'Ref' in value ? `<${value.Ref}>` : value['Fn::Join'][1].map(flat).join('');
}
