import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from './testing.js';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
}

let made: TestApp;
let statements: { readonly at: string; readonly statement: Statement }[];
beforeAll(() => {
  made = testApp({ picturesPrefix: 'pictures/', queue: 'true', functionFront: 'http-api' });
  statements = [made.storage, made.predictions, made.service, made.observability].flatMap((stack) =>
    Object.entries(made.template(stack).findResources('AWS::IAM::Policy')).flatMap(([id, { Properties }]) =>
      Properties.PolicyDocument.Statement.map((statement: Statement) => ({ at: id, statement })),
    ),
  );
});
afterAll(() => made?.remove());

test('no role may do "everything" with anything', () => {
  expect(statements.length).toBeGreaterThan(10);
  const actions = statements.flatMap(({ statement }) => statement.Action);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('what is allowed on every resource is what AWS has no resource for, and the CDK’s own handler', () => {
  const everywhere = statements.filter(({ statement }) => statement.Resource === '*');
  expect(new Set(everywhere.flatMap(({ statement }) => statement.Action))).toEqual(
    new Set([
      'ecr:GetAuthorizationToken',
      'ecs:DescribeTasks',
      'logs:DeleteRetentionPolicy',
      'logs:PutRetentionPolicy',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]),
  );
});

test('no role is ours that others may assume', () => {
  for (const stack of [made.predictions, made.service]) {
    for (const { Properties } of Object.values(made.template(stack).findResources('AWS::IAM::Role'))) {
      for (const { Principal } of Properties.AssumeRolePolicyDocument.Statement) {
        expect(Object.keys(Principal)).toEqual(['Service']);
      }
    }
  }
});
