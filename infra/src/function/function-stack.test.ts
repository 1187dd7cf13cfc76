import { Match, type Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerContext } from '../docker-context.js';
import { type TestApp, testApp } from '../testing.js';

const BUCKET = ['arn:aws:s3:::graft-', { Ref: 'AWS::AccountId' }];
const below = (prefix: string) => ({ 'Fn::Join': ['', [...BUCKET, `-us-east-1/${prefix}*`]] });

const apps: TestApp[] = [];
function template(context: Record<string, unknown>): Template {
  const made = testApp({ service: 'false', ...context });
  apps.push(made);
  return made.template(made.predictions);
}
afterAll(() => {
  for (const made of apps) made.remove();
});

describe('as small as can be', () => {
  let small: Template;
  beforeAll(() => {
    small = template({});
  });

  test('it is the zip on Node 24, with one vCPU’s memory', () => {
    small.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['x86_64'],
      MemorySize: 1769,
      Timeout: 30,
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test('it reads models, writes answers, and may do nothing else with the bucket', () => {
    const s3 = statements(small).filter(({ Action }) => JSON.stringify(Action).includes('s3:'));
    expect(s3).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: [below('graft/aliases/'), below('graft/models/'), below('graft/prefixes/')],
      },
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
        Resource: below('answers/'),
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: { 'Fn::Join': ['', [...BUCKET, '-us-east-1']] },
        Condition: {
          StringLikeIfExists: { 's3:prefix': ['graft/models/*', 'graft/prefixes/*', 'graft/aliases/*'] },
        },
      },
    ]);
  });

  test('its URL wants a signature', () => {
    small.allResourcesProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    small.resourceCountIs('AWS::Lambda::Url', 1);
    for (const { Properties } of Object.values(small.findResources('AWS::Lambda::Permission'))) {
      expect(Properties.Principal).not.toBe('*');
    }
  });

  test('what fails three times is a dead letter, encrypted, for two weeks', () => {
    small.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    small.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: Match.anyValue() },
    });
  });
});

describe('with everything on', () => {
  let full: Template;
  beforeAll(() => {
    full = template({
      functionFront: 'http-api',
      functionArchitecture: 'arm64',
      reservedConcurrency: '50',
      provisionedConcurrency: '2',
      picturesPrefix: 'pictures/',
      queue: 'true',
      jwtIssuer: 'https://issuer.example',
      jwtAudience: 'graft',
      jwksUrl: 'https://issuer.example/keys',
    });
  });

  test('so many calls at a time, so many environments warm', () => {
    full.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Architectures: ['arm64'],
      ReservedConcurrentExecutions: 50,
    });
    full.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
  });

  test('the HTTP API wants a token of the issuer, and has a log', () => {
    full.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
    full.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Audience: ['graft'], Issuer: 'https://issuer.example' },
    });
    full.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: { DestinationArn: Match.anyValue() },
    });
    full.resourceCountIs('AWS::Lambda::Url', 0);
  });

  test('messages come in batches of which only the failed ones come again, four times at most', () => {
    full.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
    });
    full.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 4 },
    });
  });

  test('pictures below the prefix are announced to the live version, which may read them', () => {
    full.hasResourceProperties('Custom::S3BucketNotifications', {
      Managed: false,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          Match.objectLike({
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'pictures/' }] } },
          }),
        ],
      },
    });
    const reads = statements(full).find(({ Action }) => Action === 's3:GetObject');
    expect(reads?.Resource).toContainEqual(below('pictures/'));
  });
});

test('as an image it is made of the repository, without what is built or installed there', () => {
  const image = template({ functionPackage: 'image' });
  image.hasResourceProperties('AWS::Lambda::Function', {
    PackageType: 'Image',
    Code: { ImageUri: Match.anyValue() },
    Runtime: Match.absent(),
  });
  const { exclude } = dockerContext('apps/lambda/Dockerfile');
  expect(exclude).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/dist', 'infra/cdk.out']));
});

test('without IAM or tokens of its own, the HTTP API wants signatures', () => {
  const signed = template({ functionFront: 'http-api' });
  signed.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' });
});

function statements(template: Template): { Action: unknown; Resource: unknown }[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('"Role'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
