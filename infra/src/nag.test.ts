import { Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { testApp } from './testing.js';

test.each([
  ['as small as can be', {}],
  [
    'with everything on',
    {
      certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1',
      domainName: 'graft.example',
      jwtIssuer: 'https://issuer.example',
      jwtAudience: 'graft',
      jwksUrl: 'https://issuer.example/keys',
      alarmEmail: 'ops@example.com',
      corsOrigins: 'https://app.example',
      functionFront: 'http-api',
      model: 'pets@prod',
      reservedConcurrency: '50',
      provisionedConcurrency: '2',
      picturesPrefix: 'pictures/',
      queue: 'true',
      databaseReaders: '1',
      spotWorkers: 'true',
      natGateways: '2',
    },
  ],
  ['that deletes its data', { keepData: 'false' }],
])('the AWS Solutions rules find nothing in a deployment %s', (_, context) => {
  const made = testApp(context);
  Validations.of(made.app).addPlugins(new AwsSolutionsChecks(made.app));
  try {
    // It names every finding.
    expect(() => made.app.synth()).not.toThrow();
  } finally {
    made.remove();
  }
});

test('the rules are at work: an open bucket beside ours is found', () => {
  const made = testApp({ service: 'false' });
  Validations.of(made.app).addPlugins(new AwsSolutionsChecks(made.app));
  new Bucket(made.storage, 'Open');
  expect(() => made.app.synth()).toThrow(/AwsSolutions-S10/);
  made.remove();
});
