import { Match, type Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from './testing.js';

let made: TestApp;
let template: Template;
beforeAll(() => {
  made = testApp({ service: 'false', corsOrigins: 'https://app.example' });
  template = made.template(made.storage);
});
afterAll(() => made?.remove());

test('every bucket is encrypted, closed to the public, without ACLs, and kept when the stack goes', () => {
  template.resourceCountIs('AWS::S3::Bucket', 2);
  template.allResourcesProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('every bucket refuses what is not encrypted on its way', () => {
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  expect(policies).toHaveLength(2);
  for (const policy of policies) {
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
});

test('objects have versions, old ones go after a month, unfinished uploads after two days, and access is logged', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: { 'Fn::Join': ['', ['graft-', { Ref: 'AWS::AccountId' }, '-us-east-1']] },
    VersioningConfiguration: { Status: 'Enabled' },
    LoggingConfiguration: { LogFilePrefix: 'bucket/' },
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        Match.objectLike({
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        }),
      ]),
    },
  });
});

test('browsers of the named origins may upload with signed URLs', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: {
      CorsRules: [
        Match.objectLike({ AllowedOrigins: ['https://app.example'], AllowedMethods: ['PUT', 'GET', 'HEAD'] }),
      ],
    },
  });
});
