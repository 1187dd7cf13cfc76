import { join } from 'node:path';
import { type CfnResource, CustomResource, Duration, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { repositoryRoot } from '../docker-context.js';
import { defineProgram, type ServiceParts } from './program.js';

/**
 * Runs `graft migrate` as a task in every deployment that changes it, before the programs that depend on this: when it fails,
 * so does the deployment, and the old programs go on.
 */
export function createMigration(
  scope: Construct,
  parts: ServiceParts & { cluster: ecs.ICluster; vpc: ec2.IVpc },
): CfnResource {
  const { task } = defineProgram(scope, 'Migration', parts, {
    command: ['migrate'],
    cpu: 512,
    memoryMb: 1024,
  });
  const securityGroup = new ec2.SecurityGroup(scope, 'MigrationSecurityGroup', { vpc: parts.vpc });
  parts.database.connections.allowDefaultPortFrom(securityGroup, 'graft migrate');
  const runTask = createRunTask(scope, parts.cluster, task);
  const subnets = parts.vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS });
  const migration = new CustomResource(scope, 'Migration', {
    serviceToken: runTask.functionArn,
    serviceTimeout: Duration.minutes(15),
    properties: {
      cluster: parts.cluster.clusterArn,
      // A new version of the image is a new version of the task, and runs again.
      taskDefinition: task.taskDefinitionArn,
      subnets: subnets.subnetIds,
      securityGroups: [securityGroup.securityGroupId],
    },
  });
  // It starts at once, and fails without its rights, its way to the image, or a database that lets it in.
  migration.node.addDependency(task, subnets.internetConnectivityEstablished, parts.database);
  Validations.of(migration).acknowledge({
    id: 'CloudFormation-Validate::W9003',
    reason: 'The CDK writes the seconds as text; CloudFormation takes them.',
  });
  return migration.node.defaultChild as CfnResource;
}

function createRunTask(
  scope: Construct,
  cluster: ecs.ICluster,
  task: ecs.FargateTaskDefinition,
): lambda.Function {
  const logGroup = new logs.LogGroup(scope, 'RunTaskLog', { retention: logs.RetentionDays.ONE_MONTH });
  const role = new iam.Role(scope, 'RunTaskRole', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  task.grantRun(role);
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['ecs:DescribeTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': cluster.clusterArn } },
    }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'A task gets its name when it runs; the condition holds it to this cluster.',
  });
  return new lambda.Function(scope, 'RunTask', {
    description: 'Runs a task of ECS for CloudFormation and waits for its end.',
    code: lambda.Code.fromAsset(join(repositoryRoot, 'infra', 'functions', 'run-task')),
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    timeout: Duration.minutes(15),
    logGroup,
    role,
  });
}
