import { Match, type Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../testing.js';
import { scalingSteps } from './workers.js';

let made: TestApp;
let inside: Template;
let open: Template;
const apps: TestApp[] = [];
beforeAll(() => {
  made = testApp({ function: 'false' });
  const public_ = testApp({
    function: 'false',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    domainName: 'graft.example',
    spotWorkers: 'true',
  });
  apps.push(made, public_);
  inside = made.template(made.service);
  open = public_.template(public_.service);
});
afterAll(() => {
  for (const each of apps) each.remove();
});

describe('the load balancer', () => {
  test('without a certificate is inside the network only', () => {
    inside.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
    inside.allResourcesProperties('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTP', Port: 80 });
    expect(openToAll(inside)).toEqual([]);
  });

  test('with one speaks HTTPS, and HTTP only to say so', () => {
    open.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' });
    open.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Protocol: 'HTTPS',
      SslPolicy: Match.stringLikeRegexp('TLS13'),
    });
    open.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Protocol: 'HTTP',
      DefaultActions: [Match.objectLike({ Type: 'redirect' })],
    });
    expect(openToAll(open)).toEqual([443, 80]);
  });

  test('lets subscriptions be silent for ten minutes and asks whether servers are ready', () => {
    open.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'idle_timeout.timeout_seconds', Value: '600' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    });
    open.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/health/ready',
      Port: 4000,
    });
  });
});

describe('the database', () => {
  test('is encrypted, private, backed up, and resists deletion', () => {
    inside.hasResource('AWS::RDS::DBCluster', {
      DeletionPolicy: 'Retain',
      Properties: {
        StorageEncrypted: true,
        DeletionProtection: true,
        BackupRetentionPeriod: 14,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
      },
    });
    inside.allResourcesProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false });
  });

  test('is reached by the three programs only', () => {
    const rules = Object.values(inside.findResources('AWS::EC2::SecurityGroupIngress')).filter(
      ({ Properties }) => JSON.stringify(Properties.GroupId).includes('DatabaseSecurityGroup'),
    );
    const from = rules.map(({ Properties }) => Properties.SourceSecurityGroupId['Fn::GetAtt'][0]);
    expect(from.map((id: string) => id.replace(/SecurityGroup.*/, '')).sort()).toEqual([
      'Migration',
      'Servers',
      'Workers',
    ]);
    expect(rules.every(({ Properties }) => Properties.CidrIp === undefined)).toBe(true);
  });
});

describe('the programs', () => {
  test('run on a read-only file system, with passwords from Secrets Manager', () => {
    for (const [id, { Properties }] of Object.entries(inside.findResources('AWS::ECS::TaskDefinition'))) {
      const [container] = Properties.ContainerDefinitions;
      expect(container.ReadonlyRootFilesystem, id).toBe(true);
      expect(container.Privileged, id).toBeFalsy();
      const names = container.Secrets.map(({ Name }: { Name: string }) => Name);
      expect(names, id).toEqual(expect.arrayContaining(['PGUSER', 'PGPASSWORD']));
      const plain = container.Environment.map(({ Name }: { Name: string }) => Name);
      expect(plain.filter((name: string) => /PASSWORD|SECRET|KEY/.test(name))).toEqual([]);
    }
  });

  test('work with what is below one prefix of the bucket', () => {
    const policies = Object.entries(inside.findResources('AWS::IAM::Policy'));
    const s3 = policies.flatMap(([id, { Properties }]) =>
      Properties.PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) =>
        JSON.stringify(Action).includes('s3:'),
      ).map((statement: object) => ({ id: id.replace(/Task.*/, ''), ...statement })),
    );
    expect(new Set(s3.map(({ id }) => id))).toEqual(new Set(['Server', 'Worker']));
    for (const { Action, Resource, Condition } of s3) {
      const text = JSON.stringify([Action, Resource, Condition]);
      if (Action === 's3:ListBucket') expect(Condition.StringLikeIfExists['s3:prefix']).toEqual(['graft/*']);
      else expect(text).toMatch(/-us-east-1\/graft\/\*/);
      expect(JSON.stringify(Action)).not.toContain('*');
    }
  });

  test('start after the migration has ended well', () => {
    inside.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [Match.objectLike({ Command: ['migrate'] })],
    });
    const services = Object.values(inside.findResources('AWS::ECS::Service'));
    expect(services).toHaveLength(2);
    for (const { DependsOn } of services) expect(DependsOn).toContain('Migration');
  });

  test('and the migration when it has its rights, a way out, and a database that lets it in', () => {
    const [migration] = Object.values(inside.findResources('AWS::CloudFormation::CustomResource'));
    const waitsFor = migration!.DependsOn as string[];
    for (const part of [
      /^MigrationTaskExecutionRoleDefaultPolicy/,
      /^NetworkprogramsSubnet1DefaultRoute/,
      /^DatabaseWriter/,
      /^DatabaseSecretAttachment/,
      /^DatabaseSecurityGroup.*Migration/,
    ]) {
      expect(
        waitsFor.filter((id) => part.test(id)),
        String(part),
      ).toHaveLength(1);
    }
  });

  test('go back when a new version does not come up', () => {
    inside.allResourcesProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      }),
    });
  });
});

describe('the workers', () => {
  test('take what Fargate has to spare when asked to', () => {
    open.hasResourceProperties('AWS::ECS::Service', {
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
    });
  });

  test('are as many as there are open jobs, by what the servers write to their log', () => {
    inside.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.msg = "queue" }',
      MetricTransformations: [Match.objectLike({ MetricValue: '$.open', MetricNamespace: 'Graft' })],
    });
    inside.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 0,
      MaxCapacity: 4,
    });
    inside.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      StepScalingPolicyConfiguration: Match.objectLike({ AdjustmentType: 'ExactCapacity' }),
    });
  });

  test.each([
    [0, 4],
    [2, 3],
    [0, 1],
    [1, 100],
  ])(
    'between %i and %i are never fewer than three quarters of the jobs, or the most there may be',
    (minWorkers, maxWorkers) => {
      const steps = scalingSteps({ minWorkers, maxWorkers });
      expect(steps.length).toBeLessThanOrEqual(40);
      for (let jobs = 0; jobs < 200; jobs++) {
        const workers = steps.findLast(({ lower }) => lower <= jobs)!.change;
        expect(workers).toBeLessThanOrEqual(maxWorkers);
        expect(workers).toBeGreaterThanOrEqual(
          Math.min(maxWorkers, Math.max(minWorkers, Math.ceil(jobs * 0.75))),
        );
        expect(workers).toBeLessThanOrEqual(Math.max(minWorkers, jobs));
      }
    },
  );
});

function openToAll(template: Template): number[] {
  return Object.values(template.findResources('AWS::EC2::SecurityGroup'))
    .flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? [])
    .filter(({ CidrIp }: { CidrIp?: string }) => CidrIp === '0.0.0.0/0')
    .map(({ FromPort }: { FromPort: number }) => FromPort);
}
